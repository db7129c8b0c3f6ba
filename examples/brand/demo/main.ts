/**
 * `npm run demo`: a brand with an identity provider that can be broken, and a Watchword server beside it. Ports by
 * `BRAND_PORT` and `WATCHWORD_PORT`.
 */
import { accountId, adminLoginName } from './brand-account.ts'

const { startDemo } = await withoutWarnings(() => import('./start-demo.ts'))

const demo = await startDemo({
  brandPort: portOf('BRAND_PORT', 8090),
  watchwordPort: portOf('WATCHWORD_PORT', 8080),
}).catch((error: unknown) => {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const hint = 'A port is in use: set BRAND_PORT or WATCHWORD_PORT to another.'
  console.error(`demo: ${inUse ? hint : error instanceof Error ? error.message : error}`)
  process.exit(1)
})

console.log(`
The brand's shop, its identity provider and its switches:
  ${demo.idp.origin}/

The Watchword server:
  ${demo.watchword.origin}/       account ${accountId}
  login name ${adminLoginName}, password ${demo.adminPassword}

Sign in at the shop, talk, then break the identity provider and talk again: the debugger says why.
What each switch does, and what it is found by: examples/brand/README.md
Nothing of this is kept. Ctrl+C ends both.
`)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void demo.stop().then(() => process.exit(0)))
}
// If the server ends by itself, the shop has nobody to talk to.
await demo.watchword.ended
await demo.stop()

function portOf(name: string, otherwise: number): number {
  const port = Number(process.env[name] ?? otherwise)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  console.error(`demo: ${name} must be a port.`)
  return process.exit(1)
}

/** `oidc-provider` warns of every Node that is newer than itself: not the first thing that somebody should read. */
async function withoutWarnings<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const { warn } = console
  console.warn = () => {}
  try {
    return await load()
  } finally {
    console.warn = warn
  }
}
