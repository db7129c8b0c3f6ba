import { factsOfJwks, type JwkFacts } from '@watchword/protocol/consumers/jwk-facts.ts'
import {
  isIssuer,
  type ProviderMetadata,
  readProviderMetadata,
} from '@watchword/protocol/consumers/provider-metadata.ts'
import {
  defaultRedirectUri,
  readGivenError,
  readGivenTokens,
} from '@watchword/protocol/consumers/token-exchange.ts'
import type {
  AnswerFacts,
  AskForeignServer,
  ForeignAnswer,
} from '#domain/foreign-keys/foreign-call.ts'
import type { ForeignFault } from '#domain/foreign-keys/foreign-document.ts'
import type { Clock } from '#lib/clock.ts'
import { randomHex } from '#lib/random.ts'
import type { Connector } from './connector.ts'
import { mismatchOf } from './provider-metadata.ts'
import { askTokenEndpoint, type BrandConnector, type TokenEndpoint } from './token-endpoint.ts'

/** What was found at one URL of an identity provider: plain data, for whoever tells an administrator. */
export type EndpointProbe = {
  readonly url: string
  readonly latencyMs: number
  /** `undefined`: the server did not answer. */
  readonly answer: AnswerFacts | undefined
  /** How far its clock is ahead of ours, by its `Date`. */
  readonly clockOffsetSeconds: number | undefined
  /** Why the answer cannot be used. */
  readonly fault: ForeignFault | undefined
}

export type MetadataProbe = EndpointProbe & {
  readonly metadata: ProviderMetadata | undefined
  /** It is another issuer's: nothing in it was asked. */
  readonly mismatch: string | undefined
}

/** `keys`: those of the set, used or left out. `undefined`: there is no set. */
export type KeySetProbe = EndpointProbe & { readonly keys: readonly JwkFacts[] | undefined }

/**
 * Whether the identity provider knows us, found with a code that cannot be good: `accepted` if it found fault with the
 * code alone, `refused` if with us; `code_accepted` if with nothing, which no server should; else `unknown`.
 */
export type ClientVerdict = 'accepted' | 'refused' | 'code_accepted' | 'unknown'

export type TokenProbe = EndpointProbe & {
  readonly client: ClientVerdict
  /** The brand's own code. */
  readonly brandError: string | undefined
}

/** Of each part that the connector names; `undefined`: it names none. */
export type ConnectorProbe = {
  readonly metadata: MetadataProbe | undefined
  readonly keySet: KeySetProbe | undefined
  readonly token: TokenProbe | undefined
  /** What the connector lacks for asking the token endpoint. */
  readonly lacking: string | undefined
}

export type ProbePorts = { readonly ask: AskForeignServer; readonly clock: Clock }

/**
 * Asks everything that a connector names, saved or not, once, and remembers nothing of it: neither caches nor circuits
 * are asked or changed. It never throws.
 */
export async function probeConnector(
  ports: ProbePorts,
  brand: Omit<BrandConnector, 'accountId'>,
): Promise<ConnectorProbe> {
  const { connector } = brand
  const metadata = await probeMetadata(ports, connector)
  const found = metadata?.mismatch === undefined ? metadata?.metadata : undefined
  const { jwtValidationType, jwksEndpoint, tokenEndpoint } = connector.configuration
  const keysUrl = {
    PUBLIC_JWT_KEY: undefined,
    JWKS_ENDPOINT: jwksEndpoint,
    DISCOVERY: found?.jwksUri,
  }
  const place =
    tokenEndpoint === undefined
      ? found?.tokenEndpoint && { url: found.tokenEndpoint, audience: found.issuer }
      : { url: tokenEndpoint, audience: tokenEndpoint }
  const [keySet, token] = await Promise.all([
    probeKeySet(ports, connector, keysUrl[jwtValidationType]),
    connector.type === 2 && place ? probeToken(ports, brand, place) : undefined,
  ])
  const lacking = token !== undefined && 'lacking' in token ? token.lacking : undefined
  const asked = token !== undefined && 'lacking' in token ? undefined : token
  return { metadata, keySet, token: asked, lacking }
}

async function probeMetadata(
  ports: ProbePorts,
  { configuration }: Connector,
): Promise<MetadataProbe | undefined> {
  const { discoveryEndpoint: url, jwtValidationType, issuer } = configuration
  if (jwtValidationType !== 'DISCOVERY' || url === undefined) return undefined
  const answer = await ports.ask(url)
  const probe = endpointProbe(ports, url, answer)
  if (!answer.ok) return { ...probe, metadata: undefined, mismatch: undefined }
  const reading = readProviderMetadata(answer.value)
  if (!reading.ok) {
    const fault = contentFault(`the answer is no metadata of an issuer: ${reading.reason}`)
    return { ...probe, fault, metadata: undefined, mismatch: undefined }
  }
  const { metadata } = reading
  const mismatch = isIssuer(metadata, issuer) ? undefined : mismatchOf(metadata, issuer)
  return { ...probe, metadata, mismatch }
}

async function probeKeySet(
  ports: ProbePorts,
  { configuration }: Connector,
  url: string | undefined,
): Promise<KeySetProbe | undefined> {
  if (url === undefined) return undefined
  const answer = await ports.ask(url)
  const probe = endpointProbe(ports, url, answer)
  if (!answer.ok) return { ...probe, keys: undefined }
  const facts = await factsOfJwks(answer.value, configuration.algorithms)
  if (facts.ok) return { ...probe, keys: facts.keys }
  const fault = contentFault(`the answer is no key set: ${facts.reason}`)
  return { ...probe, fault, keys: undefined }
}

async function probeToken(
  ports: ProbePorts,
  brand: Omit<BrandConnector, 'accountId'>,
  place: TokenEndpoint,
): Promise<TokenProbe | { readonly lacking: string }> {
  const { pkceEnabled, redirectUris } = brand.connector.configuration
  const asked = await askTokenEndpoint(ports, brand, place, {
    grant_type: 'authorization_code',
    code: `watchword-check-${randomHex(16)}`,
    redirect_uri: redirectUris[0] ?? defaultRedirectUri,
    code_verifier: pkceEnabled ? randomHex(32) : undefined,
  })
  if (!asked.isSent) return { lacking: asked.reason }
  const { answer } = asked
  return {
    ...endpointProbe(ports, place.url, answer),
    client: clientVerdict(answer),
    brandError: answer.ok ? readGivenError(answer.value) : undefined,
  }
}

/** The first is of RFC 6749 section 5.2, the second of contract 3 section 4.5. */
const faultsOfCode = ['invalid_grant', 'invalid_code']

function clientVerdict(answer: ForeignAnswer): ClientVerdict {
  if (!answer.ok) return 'unknown'
  if (answer.status === 200) {
    const reading = readGivenTokens(answer.value)
    const { idToken, accessToken } = reading.ok ? reading.tokens : {}
    return idToken === undefined && accessToken === undefined ? 'unknown' : 'code_accepted'
  }
  const error = readGivenError(answer.value)
  if (error !== undefined && faultsOfCode.includes(error)) return 'accepted'
  // Servers differ in what they call it; with 401 they all mean us.
  return error === 'invalid_client' || answer.status === 401 ? 'refused' : 'unknown'
}

function endpointProbe({ clock }: ProbePorts, url: string, answer: ForeignAnswer): EndpointProbe {
  const { latencyMs, facts } = answer
  return {
    url,
    latencyMs,
    answer: facts,
    clockOffsetSeconds: offsetOf(facts?.dateMs, clock.now() - latencyMs / 2),
    fault: answer.ok ? undefined : { refusal: answer.refusal, reason: answer.reason },
  }
}

/** `Date` has whole seconds, cut off: half of one is what it lacks on average. */
function offsetOf(dateMs: number | undefined, nowMs: number): number | undefined {
  return dateMs === undefined ? undefined : Math.round((dateMs + 500 - nowMs) / 1000)
}

function contentFault(reason: string): ForeignFault {
  return { refusal: 'content', reason }
}
