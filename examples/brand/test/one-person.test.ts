import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { call } from '../../../packages/server/test/support/test-server.ts'
import { type Flow, flows } from '../idp/clients.ts'
import { type BothServers, startBothServers } from './both-servers.ts'

async function start(t: { after(done: () => Promise<void>): void }): Promise<BothServers> {
  const both = await startBothServers()
  t.after(() => both.stop())
  await both.logIn()
  return both
}

/** Somebody without a name: their external token, and the consumer token that they talk with. */
async function comeWithoutName({ server, account }: BothServers) {
  const authorized = await call(server, 'POST', `${account}/anonymous/authorize`)
  const { token: external } = authorized.body as { readonly token: string }
  const list = await call(server, 'GET', `${account}/configuration/le-connectors/all-connectors`)
  const connectors = list.body as readonly { readonly id: number; readonly type: number }[]
  const nobody = connectors.find(({ type }) => type === 0)
  const admitted = await call(server, 'POST', `${account}/app/${nobody?.id}/authenticate?v=3.0`, {
    body: { id_token: external },
  })
  const { token } = admitted.body as { readonly token: string }
  assert.equal(typeof token, 'string', admitted.text)
  return { external, token }
}

function seeThemselves({ server, account }: BothServers, token: string) {
  return call(server, 'GET', `${account}/watchword/consumers/me`, { bearer: token })
}

describe('a brand whose customers become known, and log out', () => {
  for (const flow of ['implicit', 'pkce'] as const satisfies readonly Flow[]) {
    test(`who talked without a name becomes known by ${flow}, and is nobody else after that`, async (t) => {
      const both = await start(t)
      const { external, token } = await comeWithoutName(both)
      const known = await both.authenticate(flow, { step_up_from: token })
      assert.equal(known.status, 200, JSON.stringify(known.body))
      assert.equal((await seeThemselves(both, token)).status, 401)
      const renewed = await call(both.server, 'POST', `${both.account}/anonymous/authorize`, {
        body: { id_token: external },
      })
      const code = (renewed.body as Record<string, string>)['internalErrorCode']
      assert.deepEqual([renewed.status, code], [401, '1049'])
      const again = await both.authenticate(flow, { step_up_from: token })
      assert.equal(again.body['internalErrorCode'], '1049', 'nobody becomes known twice')
    })
  }

  for (const flow of flows) {
    test(`who logs out at the brand is out here too: ${flow}`, async (t) => {
      const both = await start(t)
      const { status, body, sent } = await both.authenticate(flow)
      assert.equal(status, 200, JSON.stringify(body))
      const token = String(body['token'])
      assert.equal((await seeThemselves(both, token)).status, 200)
      await both.browser.logOut()
      const isOut = async () => (await seeThemselves(both, token)).status === 401
      for (let looks = 0; looks < 100 && !(await isOut()); looks += 1) await pause(20)
      assert.ok(await isOut())
      if (!('id_token' in sent)) return
      const url = `${both.account}/app/default/authenticate?v=3.0`
      const replayed = await call(both.server, 'POST', url, {
        body: { id_token: sent['id_token'] },
      })
      assert.equal(replayed.status, 401, `the id_token of before: ${replayed.text}`)
    })
  }
})
