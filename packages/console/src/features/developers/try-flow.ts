import { mask, shownBody, shownForm } from './masked.ts'

/** The steps of the flows that can be run here. */
export type TryStep = 'discovery' | 'jwks' | 'token' | 'introspect' | 'call' | 'revoke'

/** What was asked and what was answered, without anything that lets somebody in. */
export type Exchange = {
  readonly step: TryStep
  readonly method: string
  readonly url: string
  /** Headers and body, as they were sent. */
  readonly sent: string
  /** `undefined`: nobody answered. */
  readonly status: number | undefined
  readonly milliseconds: number
  readonly requestId: string | undefined
  readonly received: string
}

/** How a flow asks, and whom it tells of it. */
export type TryPorts = {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly measure: () => number
  readonly tell: (exchange: Exchange) => void
}

/** The account that is tried out. */
export type TryAbout = { readonly issuer: string; readonly accountApi: string }

/** What an application proves itself with. Neither is kept or told. */
export type TryClient = {
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
}

/** Reads what the issuer says of itself, and its keys. */
export async function runDiscovery(ports: TryPorts, { issuer }: TryAbout): Promise<void> {
  const metadata = await discover(ports, issuer)
  const jwksUri = textOf(metadata, 'jwks_uri')
  if (jwksUri !== undefined) await exchange(ports, { step: 'jwks', method: 'GET', url: jwksUri })
}

/**
 * An application in its own name (RFC 6749 section 4.4): a token, what the issuer says of it (RFC 7662), a call with it
 * if its scopes allow one that is known here, and its end (RFC 7009), whatever became of the others. A JWT of an
 * application cannot be taken back: it ends by itself.
 */
export async function runClientCredentials(
  ports: TryPorts,
  { issuer, accountApi }: TryAbout,
  client: TryClient,
): Promise<void> {
  const metadata = await discover(ports, issuer)
  const endpoint = (name: string) => textOf(metadata, `${name}_endpoint`)
  const basic = basicOf(client)
  const post = (step: TryStep, url: string, form: Readonly<Record<string, string>>) =>
    exchange(ports, { step, method: 'POST', url, form, authorization: basic })

  const tokenUrl = endpoint('token')
  if (tokenUrl === undefined) return
  const { scope } = client
  const asked = { grant_type: 'client_credentials', ...(scope === '' ? {} : { scope }) }
  const granted = await post('token', tokenUrl, asked)
  const token = textOf(granted, 'access_token')
  if (token === undefined) return

  const [introspectUrl, revokeUrl] = [endpoint('introspection'), endpoint('revocation')]
  try {
    if (introspectUrl !== undefined) await post('introspect', introspectUrl, { token })
    const path = pathFor(textOf(granted, 'scope') ?? scope)
    if (path !== undefined) {
      const url = `${accountApi}${path}`
      const authorization = { value: `Bearer ${token}`, shown: `Bearer ${mask(token)}` }
      await exchange(ports, { step: 'call', method: 'GET', url, authorization })
    }
  } finally {
    if (revokeUrl !== undefined && !isJwt(token)) await post('revoke', revokeUrl, { token })
  }
}

function isJwt(token: string): boolean {
  return token.split('.').length === 3
}

/** What an application in its own name may read, by scope. */
const readable: Readonly<Record<string, string>> = {
  'users:read': '/configuration/le-users/users?select=id,loginName',
  'profiles:read': '/configuration/le-users/profiles?select=id,name',
  'skills:read': '/configuration/le-users/skills?select=id,name',
  'agent-groups:read': '/configuration/le-users/agentGroups?select=id,name',
  'lobs:read': '/configuration/le-users/lobs?select=id,name',
  'campaigns:read': '/configuration/le-campaigns/campaigns',
}

/** A read that one of the scopes allows. */
export function pathFor(scope: string): string | undefined {
  const granted = scope.split(' ')
  return Object.entries(readable).find(([name]) => granted.includes(name))?.[1]
}

/** RFC 6749 section 2.3.1: both are encoded as in a form before they are joined. */
export function basicOf({ clientId, clientSecret }: Omit<TryClient, 'scope'>): Authorization {
  const encoded = [clientId, clientSecret].map((text) =>
    new URLSearchParams([['', text]]).toString().slice(1),
  )
  return {
    value: `Basic ${btoa(encoded.join(':'))}`,
    shown: `Basic ${clientId}:${mask(clientSecret)}`,
  }
}

type Authorization = { readonly value: string; readonly shown: string }

type Asked = {
  readonly step: TryStep
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly form?: Readonly<Record<string, string>>
  readonly authorization?: Authorization
}

function discover(ports: TryPorts, issuer: string): Promise<unknown> {
  const url = `${issuer}/.well-known/openid-configuration`
  return exchange(ports, { step: 'discovery', method: 'GET', url })
}

/** Asks, and tells. Answers the JSON that came back, or nothing if it was refused. */
async function exchange(ports: TryPorts, asked: Asked): Promise<unknown> {
  const { step, method, url, form, authorization } = asked
  const body = form === undefined ? undefined : new URLSearchParams(form)
  const began = ports.measure()
  const about = { step, method, url, sent: sentOf(authorization, body) }
  const init: RequestInit = {
    ...{ method, credentials: 'omit', cache: 'no-store', redirect: 'error' },
    headers: {
      accept: 'application/json',
      ...(authorization === undefined ? {} : { authorization: authorization.value }),
    },
    ...(body === undefined ? {} : { body }),
  }
  const response = await ports.fetch(url, init).catch(() => undefined)
  const text = (await response?.text().catch(() => '')) ?? ''
  ports.tell({
    ...about,
    status: response?.status,
    milliseconds: ports.measure() - began,
    requestId: response?.headers.get('x-request-id') ?? undefined,
    received: shownBody(text),
  })
  return response?.ok === true ? parse(text) : undefined
}

function sentOf(authorization: Authorization | undefined, body: URLSearchParams | undefined) {
  return [
    ...(authorization === undefined ? [] : [`Authorization: ${authorization.shown}`]),
    ...(body === undefined ? [] : ['', shownForm(body)]),
  ].join('\n')
}

function textOf(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found = (value as Readonly<Record<string, unknown>>)[name]
  return typeof found === 'string' ? found : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
