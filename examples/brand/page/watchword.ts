import type { ShopFacts } from './shop-facts.ts'

export type Side = NonNullable<ShopFacts['watchword']>

/** What is sent for a consumer token (contract 3 section 8.3). */
export type Credentials =
  | { readonly id_token: string }
  | { readonly code: string; readonly redirect_uri?: string; readonly code_verifier?: string }

/** How an anonymous consumer becomes known (contract 3 section 13.7). */
export type StepUp = { readonly step_up_from: string; readonly merge?: 'merge' | 'keep' }

/** A refusal in its own words. */
export type Refusal = {
  readonly status: number
  readonly internalErrorCode?: string
  readonly error?: string
  readonly error_description?: string
  readonly request_id?: string
}

export type Outcome =
  | { readonly ok: true; readonly token: string }
  | { readonly ok: false; readonly refusal: Refusal }

/** By this name a page finds the connector for consumers without a name (contract 3 section 3.2). */
const anonymousMethod = 'lpTag.taglets.unAuthMessaging.lpUnauthFunction'

/** The calls of a conversation window: it knows an account, and asks the Domain API for everything else. */
export function createWatchword({ origin, accountId }: Side) {
  const known = new Map<string, Promise<string>>()

  /** The base of a service, by the Domain API. It names hosts; the scheme is that of the page's own configuration. */
  function baseOf(service: string): Promise<string> {
    const found = known.get(service) ?? findBase(service)
    known.set(service, found)
    return found
  }

  async function findBase(service: string): Promise<string> {
    const response = await fetch(
      `${origin}/api/account/${accountId}/service/${service}/baseURI.json?version=1.0`,
    )
    if (!response.ok) throw new Error(`The Domain API answers ${response.status} for ${service}.`)
    const { baseURI } = (await response.json()) as { readonly baseURI: string }
    return `${new URL(origin).protocol}//${baseURI}`
  }

  async function post(path: string, body?: object): Promise<Outcome> {
    const response = await fetch(`${await baseOf('idp')}/api/account/${accountId}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer = (await response.json().catch(() => ({}))) as Omit<Refusal, 'status'> & {
      readonly token?: string
    }
    const { token } = answer
    if (response.ok && token !== undefined) return { ok: true, token }
    return { ok: false, refusal: { ...answer, status: response.status } }
  }

  async function anonymousConnector(): Promise<number> {
    const base = await baseOf('acCdnDomain')
    const response = await fetch(
      `${base}/api/account/${accountId}/configuration/le-connectors/all-connectors`,
    )
    const connectors = (await response.json()) as readonly {
      readonly id: number
      readonly configuration: { readonly jsMethodName?: string }
    }[]
    const found = connectors.find(
      ({ configuration }) => configuration.jsMethodName === anonymousMethod,
    )
    if (found === undefined)
      throw new Error('The account has no connector for anonymous consumers.')
    return found.id
  }

  const authenticate = (connectorId: number, body: Credentials & Partial<StepUp>) =>
    post(`app/${connectorId}/authenticate?v=3.0`, body)

  return {
    baseOf,
    authenticate,
    anonymousConnector,
    /** A new anonymous identity, or a new token of the same. */
    anonymous: (previous?: string) =>
      post('anonymous/authorize', previous === undefined ? undefined : { id_token: previous }),
  }
}

export type Watchword = ReturnType<typeof createWatchword>

/** The claims of a token, for showing. Who believes them must verify it. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, part = ''] = token.split('.')
  const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  )
  return JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, unknown>>
}
