import { randomBytes } from 'node:crypto'
import { signRequest } from '../../protocol/src/oauth1/sign.ts'
import type { DemoKey, DemoServer } from '../../server/test/support/demo-server.ts'
import type { Call } from './demo-call.ts'

/** Keys of several states; one of them calls, and is refused. Answers its id. */
export async function addKeys(call: Call, server: DemoServer): Promise<string> {
  const { origin, accountId } = server
  const make = (appName: string, data: readonly string[], more: object = {}) =>
    call<DemoKey>('POST', `${origin}/app-key-manager/api/account/${accountId}/keys?v=1.0`, {
      ...{ appName, privileges: data.map((one) => ({ data: one, type: 'Read' })) },
      ...more,
    })
  const orders = await make('Orders, production', ['users', 'skills', 'agent-groups'], {
    appDescription: 'The shop looks up who takes an order.',
    ...{ ipRanges: ['127.0.0.1', '203.0.113.0/24'], callsPerMinute: 600 },
  })
  const soon = new Date(Date.now() + 9 * 86_400_000).toISOString()
  await make('Night report', ['audit-trail'], { expirationTime: soon })
  await make('Import of last year', ['lobs', 'profiles'], { enabled: false })
  for (let count = 0; count < 24; count += 1) {
    await signedCall(server, orders, count % 3 === 0 ? 'skills' : 'users')
  }
  const { appSecret: tokenSecret, tokenSecret: appSecret } = orders
  await signedCall(server, { ...orders, appSecret, tokenSecret }, 'users')
  return orders.keyId
}

async function signedCall({ origin, accountId }: DemoServer, key: DemoKey, list: string) {
  const url = new URL(`${origin}/api/account/${accountId}/configuration/le-users/${list}?v=2.0`)
  const authorization = signRequest(
    {
      ...{ method: 'GET', scheme: 'http', authority: url.host, path: url.pathname },
      ...{ query: url.search.slice(1), formBody: undefined },
    },
    {
      ...{ consumerKey: key.keyId, consumerSecret: key.appSecret },
      ...{ token: key.token, tokenSecret: key.tokenSecret },
    },
    { timestamp: Math.floor(Date.now() / 1000), nonce: randomBytes(8).toString('hex') },
  )
  await fetch(url, { headers: { authorization: authorization ?? '' } })
}
