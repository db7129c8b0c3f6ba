import { randomBytes } from 'node:crypto'
import { makeBrandKeys } from '../idp/brand-keys.ts'
import { type BrandIdp, startBrandIdp } from '../idp/start-brand-idp.ts'
import { createShop } from '../site/shop.ts'
import { createWatchwordAdmin, type WatchwordAdmin } from '../site/watchword-admin.ts'
import { createWatchwordApp } from '../site/watchword-app.ts'
import {
  accountId,
  adminLoginName,
  brandKickstart,
  connectorIds,
  shopServerClientId,
  watchwordSide,
} from './brand-account.ts'
import { type RunningWatchword, runWatchword } from './run-watchword.ts'

export type Demo = {
  readonly idp: BrandIdp
  readonly watchword: RunningWatchword
  readonly admin: WatchwordAdmin
  readonly adminPassword: string
  stop(): Promise<void>
}

export type DemoPorts = { readonly brandPort: number; readonly watchwordPort: number }

/** Starts the brand and the Watchword server beside it, with connectors for everything that the brand can do. */
export async function startDemo({ brandPort, watchwordPort }: DemoPorts): Promise<Demo> {
  const keys = await makeBrandKeys()
  const clientSecret = randomBytes(20).toString('hex')
  const adminPassword = randomBytes(18).toString('base64url')
  const appSecret = randomBytes(20).toString('hex')
  const origin = `http://127.0.0.1:${watchwordPort}`
  const admin = createWatchwordAdmin({
    ...{ origin, accountId },
    ...{ username: adminLoginName, password: adminPassword },
  })
  const app = createWatchwordApp({
    ...{ origin, accountId },
    ...{ clientId: shopServerClientId, clientSecret: appSecret },
  })
  const shop = createShop(() => idp, { origin, accountId, connectors: connectorIds, admin, app })
  const idp: BrandIdp = await startBrandIdp({
    ...{ port: brandPort, keys, clientSecret, shop },
    watchword: watchwordSide(origin),
  })
  try {
    const brandOrigin = idp.origin
    const secrets = { clientSecret, adminPassword, appSecret }
    const kickstart = brandKickstart({ brandOrigin, keys, ...secrets })
    const watchword = await runWatchword({ port: watchwordPort, kickstart, brandOrigin })
    let stopping: Promise<unknown> | undefined
    const stop = async () => {
      stopping ??= Promise.all([watchword.stop(), idp.stop()])
      await stopping
    }
    return { idp, watchword, admin, adminPassword, stop }
  } catch (error) {
    await idp.stop()
    throw error
  }
}
