/// <reference path="../oidc-provider.d.ts" />
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Provider } from 'oidc-provider'
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'
import { type BrandKeys, makeBrandKeys } from './brand-keys.ts'
import { issuerPath, type WatchwordSide } from './clients.ts'
import { type Customer, findCustomer } from './customers.ts'
import { httpFault } from './http-faults.ts'
import { answerLogin } from './login.ts'
import { createBrandProvider } from './provider.ts'
import { clockAheadSeconds } from './spoil-token.ts'
import { type SwitchName, withSwitch } from './switches.ts'

export type BrandIdpOptions = {
  /** 0, the default: any that is free. */
  readonly port?: number
  /** Those that are on from the beginning. */
  readonly switches?: Iterable<SwitchName>
  /** Given the origin, because the addresses of the other side may depend on it. */
  readonly watchword?: WatchwordSide
  /** Made before, for whoever must know them before the server is there. */
  readonly keys?: BrandKeys
  readonly clientSecret?: string
  /** How long what is slow takes. */
  readonly slowMs?: number
  /** Answers for the rest of the origin: the shop. */
  readonly shop?: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/** A brand's identity provider on loopback, which can be broken on purpose. */
export type BrandIdp = {
  readonly origin: string
  readonly issuer: string
  readonly port: number
  readonly keys: BrandKeys
  /** Of the client `watchword-code`. */
  readonly clientSecret: string
  switches(): ReadonlySet<SwitchName>
  setSwitch(name: SwitchName, isOn: boolean): void
  /** All off. */
  mend(): void
  /** Who is logged in, by the cookie of the request. */
  customerOf(request: IncomingMessage, response: ServerResponse): Promise<Customer | undefined>
  stop(): Promise<void>
}

const usualSlowMs = 20_000

/** Starts it on 127.0.0.1. Its sessions are in memory and outlive the flip of a switch. */
export async function startBrandIdp(options: BrandIdpOptions = {}): Promise<BrandIdp> {
  const { port = 0, watchword, shop, slowMs = usualSlowMs } = options
  const keys = options.keys ?? (await makeBrandKeys())
  const clientSecret = options.clientSecret ?? randomBytes(20).toString('hex')
  const server = createServer()
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: boundPort } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${boundPort}`
  const adapter = createMemoryAdapter()
  const cookieKey = randomBytes(20).toString('hex')
  const made = { origin, keys, cookieKey, clientSecret, watchword, adapter }

  let on: ReadonlySet<SwitchName> = new Set()
  for (const name of options.switches ?? []) on = withSwitch(on, name, true)
  let provider = createBrandProvider({ ...made, on })

  server.on('request', (request, response) => {
    const current = { origin, port: boundPort, provider, on, slowMs, shop }
    answer(current, { request, response }).catch((fault: unknown) => {
      console.error(fault)
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'content-type': 'text/plain' }).end('Something went wrong.\n')
    })
  })

  const change = (next: ReadonlySet<SwitchName>) => {
    on = next
    provider = createBrandProvider({ ...made, on })
  }

  return {
    origin,
    issuer: `${origin}${issuerPath}`,
    port: boundPort,
    keys,
    clientSecret,
    switches: () => on,
    setSwitch: (name, isOn) => change(withSwitch(on, name, isOn)),
    mend: () => change(new Set()),
    customerOf: async (request, response) => {
      const session = await provider.Session.get(provider.createContext(request, response))
      return findCustomer(session.accountId)
    },
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** What answers, as it is at the time of a request. */
type Current = {
  readonly origin: string
  readonly port: number
  readonly provider: Provider
  readonly on: ReadonlySet<SwitchName>
  readonly slowMs: number
  readonly shop: BrandIdpOptions['shop']
}

type Call = { readonly request: IncomingMessage; readonly response: ServerResponse }

async function answer(current: Current, { request, response }: Call): Promise<void> {
  const { origin, port, provider, shop } = current
  // A page of elsewhere must not reach this by a name of its own that stands for 127.0.0.1.
  if (request.headers.host !== `127.0.0.1:${port}`) {
    response.writeHead(421, { 'content-type': 'text/plain' }).end(`Open ${origin}/\n`)
    return
  }
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
  if (path.startsWith(`${issuerPath}/`)) answerAsProvider(current, { request, response })
  else if (path.startsWith('/login/')) await answerLogin(provider, request, response)
  else if (shop !== undefined) await shop(request, response)
  else response.writeHead(404, { 'content-type': 'text/plain' }).end('Nothing is here.\n')
}

/** The provider's answer, unless a switch comes in between. */
function answerAsProvider({ provider, on, slowMs }: Current, { request, response }: Call): void {
  const originalUrl = request.url ?? '/'
  const url = originalUrl.slice(issuerPath.length)
  const ahead = clockAheadSeconds(on)
  if (ahead !== 0) response.setHeader('date', new Date(Date.now() + ahead * 1000).toUTCString())
  // As a good identity provider does: its keys may be kept for ten minutes.
  if (url === '/jwks') response.setHeader('cache-control', 'public, max-age=600')
  const pass = () => {
    // As frameworks do it that mount a handler below a path.
    Object.assign(request, { url, originalUrl })
    provider.callback()(request, response)
  }
  const fault = httpFault(url.split('?', 1)[0] ?? '', on)
  if (fault === undefined) pass()
  else fault({ request, response, slowMs, pass })
}
