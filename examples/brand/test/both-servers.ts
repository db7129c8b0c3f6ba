import { applyKickstart } from '../../../packages/server/src/domain/kickstart/apply-kickstart.ts'
import { readKickstart } from '../../../packages/server/src/domain/kickstart/read-kickstart.ts'
import { createExceptions } from '../../../packages/server/src/outbound/exceptions.ts'
import { freePort } from '../../../packages/server/test/support/cli.ts'
import { call, startTestServer } from '../../../packages/server/test/support/test-server.ts'
import {
  accountId,
  adminLoginName,
  brandKickstart,
  connectorIds,
  shopServerClientId,
  watchwordSide,
} from '../demo/brand-account.ts'
import { type BrandKeys, makeBrandKeys } from '../idp/brand-keys.ts'
import { type Flow, returnPath } from '../idp/clients.ts'
import { createConsumerBrowser, makePkce } from '../idp/consumer-browser.ts'
import type { Customer } from '../idp/customers.ts'
import { startBrandIdp } from '../idp/start-brand-idp.ts'
import type { SwitchName } from '../idp/switches.ts'
import { createWatchwordAdmin } from '../site/watchword-admin.ts'
import { createWatchwordApp } from '../site/watchword-app.ts'

/** What was sent for a consumer, and what came of it. */
export type Attempt = {
  readonly connectorId: number
  readonly sent: Readonly<Record<string, string>>
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

const clientSecret = 'a secret of the code flow'
const appSecret = 'a-secret-of-the-shops-server'
const password = 'a Rather-long pass phrase 7'

let made: Promise<BrandKeys> | undefined

/** The brand, and the real server beside it, in this process: its clock is turned by hand, and begins as it is. */
export async function startBothServers(switches: Iterable<SwitchName> = []) {
  made ??= makeBrandKeys()
  const keys = await made
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const idp = await startBrandIdp({
    ...{ keys, clientSecret, switches, watchword: watchwordSide(origin) },
    // Longer than Watchword waits.
    slowMs: 8000,
  })
  const brandOrigin = idp.origin
  const server = await startTestServer(
    'sqlite',
    { WATCHWORD_OUTBOUND_ALLOW: brandOrigin, WATCHWORD_PUBLIC_ORIGIN: origin },
    { port },
  )
  server.clock.advance(Date.now() - server.clock.now())
  const secrets = { clientSecret, appSecret, adminPassword: password }
  const kickstart = brandKickstart({ brandOrigin, keys, ...secrets })
  const isExempt = createExceptions([brandOrigin]).has
  await applyKickstart({ ...server, isExempt }, readKickstart(JSON.stringify(kickstart)))
  const admin = createWatchwordAdmin({ origin, accountId, username: adminLoginName, password })
  const browser = createConsumerBrowser(idp)
  const app = createWatchwordApp({
    ...{ origin, accountId },
    ...{ clientId: shopServerClientId, clientSecret: appSecret },
  })

  /** What the page would supply by a flow. */
  async function credentials(flow: Flow): Promise<Readonly<Record<string, string>>> {
    if (flow === 'implicit' || flow === 'jwe') {
      return { id_token: (await browser.askForToken(flow)).get('id_token') ?? '' }
    }
    const { verifier, challenge } = makePkce()
    const isPkce = flow === 'pkce'
    const returned = await browser.askForCode(flow, isPkce ? challenge : undefined)
    return {
      code: returned.get('code') ?? '',
      redirect_uri: `${brandOrigin}${returnPath}`,
      ...(isPkce && { code_verifier: verifier }),
    }
  }

  return {
    idp,
    server,
    admin,
    app,
    browser,
    account: `/api/account/${accountId}`,
    logIn: (customer?: Customer) => browser.logIn(customer),
    /** A consumer comes in by a flow, or is refused. */
    authenticate: async (
      flow: Flow,
      more: Readonly<Record<string, string>> = {},
    ): Promise<Attempt> => {
      const sent = { ...(await credentials(flow)), ...more }
      const connectorId = connectorIds[flow]
      const url = `/api/account/${accountId}/app/${connectorId}/authenticate?v=3.0`
      const { status, body } = await call(server, 'POST', url, { body: sent })
      return { connectorId, sent, status, body: (body ?? {}) as Attempt['body'] }
    },
    stop: async () => {
      await Promise.all([server.stop(), idp.stop()])
    },
  }
}

export type BothServers = Awaited<ReturnType<typeof startBothServers>>

/** What the debugger says of a refusal, as the shop asks it. */
export function explain({ admin }: BothServers, { connectorId, sent, body }: Attempt) {
  return admin.explain({
    connectorId,
    token: sent['id_token'],
    requestId: String(body['request_id']),
  })
}
