/// <reference path="../oidc-provider.d.ts" />
import { type Context, interactionPolicy, type Middleware, Provider } from 'oidc-provider'
import { type BrandKeys, ownKey, signingKey } from './brand-keys.ts'
import { clientIds, clientsOf, issuerPath, type WatchwordSide } from './clients.ts'
import { claimsOf, findCustomer } from './customers.ts'
import { encryptToken } from './encrypt-token.ts'
import { errorPage, logoutPage } from './pages.ts'
import { spoilToken } from './spoil-token.ts'
import { type SwitchName, switchOf } from './switches.ts'

export type ProviderInput = {
  readonly origin: string
  readonly keys: BrandKeys
  readonly cookieKey: string
  readonly clientSecret: string
  readonly watchword: WatchwordSide | undefined
  /** What it keeps, so that a successor of it goes on. */
  readonly adapter: (model: string) => object
  readonly on: ReadonlySet<SwitchName>
}

/**
 * The brand's identity provider, as npm `oidc-provider` is. While no switch is on that concerns a token, what it sends
 * is its own, signed and encrypted by it; else its token is replaced by a spoiled one on the way out.
 */
export function createBrandProvider(input: ProviderInput): Provider {
  const { origin, keys, cookieKey, clientSecret, watchword, adapter, on } = input
  const spoils = spoilsTokens(on)
  const { kid, privateKey } = ownKey(keys, on)
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
  const provider = new Provider(`${origin}${issuerPath}`, {
    ...behaviour,
    adapter,
    clients: clientsOf({ origin, clientSecret, watchword, encrypts: !spoils }),
    cookies: { keys: [cookieKey] },
    jwks: { keys: [jwk] },
    fetch: fetchFrom(watchword),
  })
  if (on.has('short-key')) provider.use(publishShortKey(keys))
  if (spoils) {
    provider.use(
      replaceTokens(async (token, clientId) => {
        const spoiled = spoilToken(token, on, signingKey(keys, on))
        if (clientId !== clientIds.jwe || watchword === undefined) return spoiled
        return encryptToken(spoiled, watchword.encryptionKeysUrl)
      }),
    )
  }
  return provider
}

/** A key that was rotated well spoils nothing. */
function spoilsTokens(on: ReadonlySet<SwitchName>): boolean {
  const kinds = [...on].filter((name) => name !== 'rotated-key').map((name) => switchOf(name).group)
  return kinds.includes('claims') || kinds.includes('signature')
}

const tokenSeconds = 600

/** What does not depend on switches. */
const behaviour = {
  claims: {
    openid: ['sub', 'lp_sdes'],
    profile: ['given_name', 'family_name', 'preferred_username', 'gender'],
    email: ['email'],
    phone: ['phone_number'],
  },
  // Watchword reads the id_token alone: all claims belong in it, in every flow.
  conformIdTokenClaims: false,
  responseTypes: ['code', 'id_token', 'none'],
  pkce: {
    required: (_: unknown, client: { readonly clientId: string }) =>
      client.clientId === clientIds.pkce,
  },
  features: {
    devInteractions: { enabled: false },
    encryption: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context: Context, form: string) => {
        context.body = logoutPage(form)
      },
    },
  },
  interactions: {
    // The clients are the brand's own: nobody is asked for consent.
    policy: withoutConsent(),
    url: (_: unknown, { uid }: { readonly uid: string }) => `/login/${uid}`,
  },
  loadExistingGrant: grantEverything,
  findAccount: (_: unknown, id: string) => {
    const customer = findCustomer(id)
    return customer && { accountId: customer.id, claims: () => claimsOf(customer) }
  },
  renderError: (
    context: Context,
    { error = 'error', error_description: description = '' }: Readonly<Record<string, string>>,
  ) => {
    context.type = 'html'
    context.body = errorPage(error, description)
  },
  ttl: {
    ...{ AccessToken: tokenSeconds, AuthorizationCode: 60, IdToken: tokenSeconds },
    ...{ Grant: 86_400, Interaction: 600, Session: 86_400 },
  },
}

function withoutConsent() {
  const policy = interactionPolicy.base()
  policy.remove('consent')
  return policy
}

async function grantEverything({ oidc }: Context): Promise<unknown> {
  if (oidc?.client === undefined) return undefined
  const { client, session, provider, requestParamOIDCScopes } = oidc
  const known = session.grantIdFor(client.clientId)
  const found = known === undefined ? undefined : await provider.Grant.find(known)
  if (found !== undefined) return found
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope([...requestParamOIDCScopes].join(' '))
  await grant.save()
  return grant
}

/** Puts the key of 1024 bits, which no library signs with, beside the good one. */
function publishShortKey({ short }: BrandKeys): Middleware {
  return async (context, next) => {
    await next()
    if (context.oidc?.route !== 'jwks') return
    const { keys } = context.body as { readonly keys: readonly object[] }
    const { kid, publicKey } = short
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
    context.body = { keys: [...keys, jwk] }
    context.type = 'application/jwk-set+json'
  }
}

/** Replaces every id_token on its way out: in the answer of the token endpoint, and in the fragment of a redirect. */
function replaceTokens(
  replacement: (token: string, clientId: string) => Promise<string>,
): Middleware {
  return async (context, next) => {
    await next()
    const clientId = context.oidc?.client?.clientId
    if (clientId === undefined) return
    const { body } = context
    if (context.oidc?.route === 'token' && typeof body === 'object' && body !== null) {
      const { id_token: token } = body as { readonly id_token?: string }
      if (token === undefined) return
      context.body = { ...body, id_token: await replacement(token, clientId) }
      return
    }
    const location = context.response.get('location')
    const [address = '', fragment = ''] = location.split('#', 2)
    const parameters = new URLSearchParams(fragment)
    const token = parameters.get('id_token')
    if (token === null) return
    parameters.set('id_token', await replacement(token, clientId))
    context.response.set('location', `${address}#${parameters}`)
  }
}

/** `oidc-provider` asks no private address by itself, and rightly so; here the one other side is on this machine. */
function fetchFrom(watchword: WatchwordSide | undefined) {
  const known = Object.values(watchword?.logoutUrls ?? {})
  if (watchword !== undefined) known.push(watchword.encryptionKeysUrl)
  return (
    url: string,
    { dispatcher: _guarded, ...options }: RequestInit & { dispatcher?: unknown },
  ) => {
    if (!known.includes(url)) throw new Error('The identity provider asks Watchword alone.')
    return fetch(url, options)
  }
}
