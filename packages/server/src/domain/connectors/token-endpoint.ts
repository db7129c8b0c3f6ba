import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  defaultRedirectUri,
  type GivenTokens,
  readGivenError,
  readGivenTokens,
  writeTokenExchange,
} from '@watchword/protocol/consumers/token-exchange.ts'
import type { AskForeignServer, ForeignAnswer } from '#domain/foreign-keys/foreign-call.ts'
import type { ForeignFault } from '#domain/foreign-keys/foreign-document.ts'
import type { Clock } from '#lib/clock.ts'
import { Secret } from '#lib/secret.ts'
import type { Turns } from '#lib/turns.ts'
import type { CallVerdict, Circuits } from './circuits.ts'
import { clientOfConnector } from './client-of-connector.ts'
import type { Connector } from './connector.ts'
import { serverFaultCode } from './fault-codes.ts'
import type { KnownMetadata } from './provider-metadata.ts'

/** A connector, and what authenticates us at its identity provider. */
export type BrandConnector = {
  readonly accountId: AccountId
  readonly connector: Connector
  /** The client secret, or the private key of `private_key_jwt` (PKCS#8 PEM). */
  readonly secret: Secret | undefined
}

/** What a page sent, as it is. Whether it may name that `redirectUri` is for who calls to say. */
export type CodeGrant = {
  readonly code: string
  readonly redirectUri: string | undefined
  readonly codeVerifier: string | undefined
}

/** Tokens of a brand, none of which is believed yet. They are secrets. */
export type BrandTokens = {
  readonly accessToken: string | undefined
  readonly refreshToken: string | undefined
  readonly expiresInSeconds: number | undefined
}

export type RedeemedCode = BrandTokens & { readonly ok: true; readonly idToken: string }

export type RefreshedTokens = BrandTokens & {
  readonly ok: true
  readonly accessToken: string
  readonly idToken: string | undefined
}

/** Why there are no tokens, with what is answered to the consumer (our decisions on IDP errors). */
export type TokenRefusal = {
  readonly ok: false
  readonly code: '9011' | '9013' | '9015'
  /** 401: the brand refused. 502: its server does not work. 504: it was late. 400: the connector cannot do this. */
  readonly status: 400 | 401 | 502 | 504
  /** In words of ours, for an administrator and never for a consumer. */
  readonly reason: string
  /** The brand's own code (RFC 6749 section 5.2), for an administrator and never for a consumer. */
  readonly brandError: string | undefined
}

export type TokenEndpointPorts = {
  readonly ask: AskForeignServer
  /** Calls at a time: one account's slow server must not take what all share. */
  readonly turns: Turns
  readonly circuits: Circuits
  readonly knownMetadata: KnownMetadata
  readonly clock: Clock
}

/** Redeems a code at the brand's token endpoint (contract 3 section 4.5), once: nothing is tried again. */
export async function redeemCode(
  ports: TokenEndpointPorts,
  brand: BrandConnector,
  { code, redirectUri = defaultRedirectUri, codeVerifier }: CodeGrant,
): Promise<RedeemedCode | TokenRefusal> {
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
  const given = await exchange(ports, brand, { ...grant, code_verifier: codeVerifier })
  if (!given.ok) return given
  const { idToken, ...tokens } = given.tokens
  return idToken === undefined
    ? broken('its answer has no "id_token"')
    : { ok: true, idToken, ...tokens }
}

/** Asks for new tokens with a refresh token (RFC 6749 section 6), for delegation. */
export async function refreshTokens(
  ports: TokenEndpointPorts,
  brand: BrandConnector,
  refreshToken: string,
): Promise<RefreshedTokens | TokenRefusal> {
  const grant = { grant_type: 'refresh_token', refresh_token: refreshToken }
  const given = await exchange(ports, brand, grant)
  if (!given.ok) return given
  const { accessToken, ...tokens } = given.tokens
  return accessToken === undefined
    ? broken('its answer has no "access_token"')
    : { ok: true, accessToken, ...tokens }
}

type Grant = Readonly<Record<string, string | undefined>>

async function exchange(
  ports: TokenEndpointPorts,
  brand: BrandConnector,
  grant: Grant,
): Promise<{ readonly ok: true; readonly tokens: GivenTokens } | TokenRefusal> {
  const { accountId, connector } = brand
  const place = await tokenEndpointOf(ports.knownMetadata, brand)
  if (!place.ok) return place
  const { url } = place
  const name = { accountId, id: connector.id, target: 'token', url } as const
  const turn = await ports.turns.run(accountId, () =>
    ports.circuits.run(name, () => askTokenEndpoint(ports, brand, place, grant), verdictOf),
  )
  if (!turn.ran) return refused('9013', 504, 'too many calls to the account’s servers are waiting')
  const call = turn.outcome
  if (!call.ran) return unanswered(call.fault)
  return judged(call.outcome)
}

/** Where the token endpoint is, and by which name it is meant in an assertion. */
export type TokenEndpoint = { readonly url: string; readonly audience: string }

/**
 * The connector's own, else the one of its metadata. What authenticates us is for the issuer, where the metadata proves
 * it (RFC 7523bis section 4), else for the endpoint: a connector's `issuer` alone may be any text.
 */
export async function tokenEndpointOf(
  knownMetadata: KnownMetadata,
  { accountId, connector }: Pick<BrandConnector, 'accountId' | 'connector'>,
): Promise<({ readonly ok: true } & TokenEndpoint) | TokenRefusal> {
  const { tokenEndpoint, jwtValidationType } = connector.configuration
  if (tokenEndpoint !== undefined) return { ok: true, url: tokenEndpoint, audience: tokenEndpoint }
  if (jwtValidationType !== 'DISCOVERY') {
    return refused('9015', 400, 'The connector has no tokenEndpoint.')
  }
  const found = await knownMetadata.find(accountId, connector)
  if (!found.ok) {
    if (found.fault === undefined) return refused('9011', 502, found.mismatch)
    const reason = `asking for the metadata: ${found.fault.reason}`
    return unanswered({ refusal: found.fault.refusal, reason })
  }
  const { tokenEndpoint: url, issuer } = found.metadata
  return url === undefined
    ? refused('9015', 400, 'The metadata of the identity provider has no token_endpoint.')
    : { ok: true, url, audience: issuer }
}

export type Asked =
  | { readonly isSent: true; readonly answer: ForeignAnswer }
  | { readonly isSent: false; readonly reason: string }

/** One request to the token endpoint, without regard to turns and circuits. */
export async function askTokenEndpoint(
  { ask, clock }: Pick<TokenEndpointPorts, 'ask' | 'clock'>,
  { connector, secret }: Pick<BrandConnector, 'connector' | 'secret'>,
  { url, audience }: TokenEndpoint,
  grant: Grant,
): Promise<Asked> {
  const reading = await clientOfConnector({ clock }, connector, secret, audience)
  if (!reading.ok) return { isSent: false, reason: reading.reason }
  const { tokenRequestFormat } = connector.configuration
  const sent = writeTokenExchange(grant, reading.client, tokenRequestFormat)
  const { contentType, authorization, body } = sent
  const answer = await ask(url, {
    contentType,
    authorization: authorization === undefined ? undefined : new Secret(authorization),
    text: new Secret(body),
  })
  return { isSent: true, answer }
}

/**
 * Only a server that does not answer opens the circuit: what it answers may be of the code's making, and then whoever
 * sends bad codes could keep everybody out.
 */
function verdictOf(asked: Asked): CallVerdict {
  if (!asked.isSent) return 'unknown'
  const { answer } = asked
  if (answer.ok) return 'works'
  const { refusal, reason, facts } = answer
  if (refusal === 'busy' || refusal === 'url' || refusal === 'port') return 'unknown'
  const hasAnswered = facts !== undefined && refusal !== 'time'
  return hasAnswered ? { answered: { refusal, reason } } : { refusal, reason }
}

function judged(asked: Asked): { readonly ok: true; readonly tokens: GivenTokens } | TokenRefusal {
  if (!asked.isSent) return refused('9015', 400, asked.reason)
  const { answer } = asked
  if (!answer.ok) return unanswered(answer)
  if (answer.status !== 200) return refusedByBrand(answer.status, answer.value)
  const reading = readGivenTokens(answer.value)
  return reading.ok ? reading : broken(`its answer is no token response: ${reading.reason}`)
}

/** The brand's server took too much, and says nothing of the code. */
const tooMany = [408, 429]

function refusedByBrand(status: number, value: unknown): TokenRefusal {
  const reason = `the token endpoint answered with status ${status}`
  const brandError = readGivenError(value)
  return { ...refused('9011', tooMany.includes(status) ? 502 : 401, reason), brandError }
}

function unanswered({ refusal, reason }: ForeignFault): TokenRefusal {
  const code = serverFaultCode(refusal)
  return refused(code, code === '9013' ? 504 : 502, reason)
}

function broken(reason: string): TokenRefusal {
  return refused('9011', 502, reason)
}

function refused(
  code: TokenRefusal['code'],
  status: TokenRefusal['status'],
  reason: string,
): TokenRefusal {
  return { ok: false, code, status, reason, brandError: undefined }
}
