import type { ClientAuthentication } from '../oauth2/client-authentication.ts'

/** A POST to a brand's token endpoint (contract 3 section 4.5). All of it may be secret. */
export type TokenExchange = {
  readonly contentType: string
  readonly authorization: string | undefined
  readonly body: string
}

/** Where a brand redirects to if its page names nothing else (contract 3 section 4.3). */
export const defaultRedirectUri = 'https://liveperson.net'

const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/**
 * Writes a token request as a form (RFC 6749 section 4.1.3) or as JSON, which the reference's older pages had. The
 * client authenticates in one way: a name in the header is not in the body.
 */
export function writeTokenExchange(
  grant: Readonly<Record<string, string | undefined>>,
  client: ClientAuthentication,
  format: 'form' | 'json',
): TokenExchange {
  const given = Object.entries({ ...grant, ...membersOf(client) }).filter(
    (member): member is [string, string] => member[1] !== undefined,
  )
  const authorization =
    client.method === 'client_secret_basic'
      ? basicOf(client.clientId, client.clientSecret)
      : undefined
  return format === 'form'
    ? {
        contentType: 'application/x-www-form-urlencoded',
        authorization,
        body: new URLSearchParams(given).toString(),
      }
    : {
        contentType: 'application/json',
        authorization,
        body: JSON.stringify(Object.fromEntries(given)),
      }
}

function membersOf(client: ClientAuthentication): Readonly<Record<string, string>> {
  switch (client.method) {
    case 'client_secret_basic':
      return {}
    case 'client_secret_post':
      return { client_id: client.clientId, client_secret: client.clientSecret }
    case 'private_key_jwt':
      return {
        client_id: client.clientId,
        client_assertion_type: jwtBearer,
        client_assertion: client.assertion,
      }
    case 'none':
      return { client_id: client.clientId }
  }
}

/** RFC 6749 section 2.3.1: both are form-encoded before they are put together. */
function basicOf(clientId: string, clientSecret: string): string {
  const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

function formEncoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}

/** What a token endpoint gave. None of it is believed yet. */
export type GivenTokens = {
  readonly idToken: string | undefined
  readonly accessToken: string | undefined
  readonly refreshToken: string | undefined
  readonly expiresInSeconds: number | undefined
}

export type GivenTokensReading =
  | { readonly ok: true; readonly tokens: GivenTokens }
  /** In words of ours. */
  | { readonly ok: false; readonly reason: string }

/**
 * Reads the answer of a token endpoint (RFC 6749 section 5.1, OpenID Connect Core section 3.1.3.3). Tokens are texts or
 * not there; `token_type` says nothing here; a lifetime that is no number of seconds is as if it were not told.
 */
export function readGivenTokens(value: unknown): GivenTokensReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, reason: 'it is no JSON object' }
  }
  const members = value as Readonly<Record<string, unknown>>
  for (const name of ['id_token', 'access_token', 'refresh_token']) {
    const token = members[name] ?? undefined
    if (token !== undefined && (typeof token !== 'string' || token === '')) {
      return { ok: false, reason: `its "${name}" is no text, or an empty one` }
    }
  }
  return {
    ok: true,
    tokens: {
      idToken: textOf(members['id_token']),
      accessToken: textOf(members['access_token']),
      refreshToken: textOf(members['refresh_token']),
      expiresInSeconds: secondsOf(members['expires_in']),
    },
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

const longestLifetimeSeconds = 10 * 365 * 86_400

/** Some servers write the number in quotes. */
function secondsOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !(number >= 0)) return undefined
  return Math.min(Math.floor(number), longestLifetimeSeconds)
}

/**
 * The code of a token endpoint's refusal (RFC 6749 section 5.2), for an administrator: only if it has the form that one
 * has, since it was written by others.
 */
export function readGivenError(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { error } = value as { readonly error?: unknown }
  const isCode = typeof error === 'string' && /^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,64}$/.test(error)
  return isCode ? error : undefined
}
