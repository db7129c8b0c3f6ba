/** `typ` of a consumer token. */
export const consumerJwtType = 'JWT'

/** Messaging clients cap it (contract 3 section 2.1): a token has fewer characters than this. */
export const consumerJwtLimit = 2048

/** A consumer token never lives longer than a day, whatever the brand says. */
export const longestConsumerJwtSeconds = 24 * 3600

/** An anonymous consumer's token lives ten minutes. */
export const anonymousConsumerJwtSeconds = 600

/** How sure we are of the consumer: nobody vouches, or the brand's identity provider does. */
export type ConsumerAcr = '0' | 'loa1'

/** What the brand said, readable by the browser. Attributes are not in it. */
export type ExternalIdentity = {
  /** Left out when the token would be too long with it: the server knows it. */
  readonly sub?: string
  readonly iss?: string
  /** Opaque: names what the server keeps, lower-case hex, a multiple of 32 characters. */
  readonly lp_sdes: string
}

/** Claims of a consumer token, in this order. Times in seconds since 1970. */
export type ConsumerJwtClaims = {
  readonly sub: string
  readonly aud: string
  readonly iss: string
  readonly 'lp.ext'?: ExternalIdentity
  readonly exp: number
  readonly iat: number
  readonly acr: ConsumerAcr
  /** Names this token, for revocation, and says when it was made: `iat` is the brand's (`consumerJwtId`). */
  readonly jti: string
  /** Stands for the session at the brand's identity provider, which may end it: 32 lower-case hex characters. */
  readonly sid?: string
}

/** What a consumer token is made of. */
export type ConsumerJwtSource = {
  readonly consumerId: string
  readonly accountId: string
  /** Of the consumer identity provider. */
  readonly issuer: string
  readonly jti: string
  readonly nowSeconds: number
  /** Of the key that will sign: the length of the token depends on them. */
  readonly key: { readonly kid: string; readonly signatureBytes: number }
  /** `undefined`: anonymous. */
  readonly brand:
    | {
        readonly issuer: string
        readonly subject: string
        readonly issuedAtSeconds: number
        readonly expiresAtSeconds: number
        readonly attributesReference: string
        /** Of the session at the brand, if its token named one. */
        readonly sessionReference?: string | undefined
      }
    | undefined
}

/**
 * Claims of a consumer token (contract 3 section 2.1). Of a known consumer, `exp` and `iat` are the brand's, but `exp`
 * is at most a day ahead and `iat` not in the future. Shorter than the limit by leaving out, if need be, first the
 * brand's `sub` and then its `iss`.
 */
export function consumerJwtClaims(of: ConsumerJwtSource): ConsumerJwtClaims {
  const { brand, nowSeconds } = of
  if (brand === undefined) {
    const exp = nowSeconds + anonymousConsumerJwtSeconds
    return { ...namesOf(of), exp, iat: nowSeconds, acr: '0', jti: of.jti }
  }
  if (!/^(?:[0-9a-f]{32})+$/.test(brand.attributesReference)) {
    throw new Error('the reference to the attributes is not hex in blocks of 32')
  }
  const { issuer: iss, subject: sub, attributesReference } = brand
  const times = {
    exp: Math.min(Math.floor(brand.expiresAtSeconds), nowSeconds + longestConsumerJwtSeconds),
    iat: Math.min(Math.floor(brand.issuedAtSeconds), nowSeconds),
  }
  const identities: readonly ExternalIdentity[] = [
    { sub, iss, lp_sdes: attributesReference },
    { iss, lp_sdes: attributesReference },
  ]
  const withIdentity = (identity: ExternalIdentity): ConsumerJwtClaims => ({
    ...namesOf(of),
    'lp.ext': identity,
    ...times,
    acr: 'loa1',
    jti: of.jti,
    ...(brand.sessionReference !== undefined && { sid: brand.sessionReference }),
  })
  return (
    identities.map(withIdentity).find((claims) => lengthOf(claims, of.key) < consumerJwtLimit) ??
    withIdentity({ lp_sdes: attributesReference })
  )
}

/** A name for a new token: when it was made, in milliseconds since 1970, and what nobody can guess. */
export function consumerJwtId(nowMs: number, random: string): string {
  return `${nowMs.toString(36)}.${random}`
}

/** When a token of that name was made, in milliseconds since 1970; `undefined`: it is no name of ours. */
export function issueTimeOf(jti: string): number | undefined {
  const [time = '', random] = jti.split('.')
  const nowMs = Number.parseInt(time, 36)
  return random !== undefined && consumerJwtId(nowMs, random) === jti ? nowMs : undefined
}

function namesOf({ consumerId, accountId, issuer }: ConsumerJwtSource): {
  readonly sub: string
  readonly aud: string
  readonly iss: string
} {
  return { sub: consumerId, aud: `acc:${accountId}`, iss: issuer }
}

/** Of the compact form (RFC 7515 section 7.1). */
function lengthOf(claims: ConsumerJwtClaims, key: ConsumerJwtSource['key']): number {
  const header = Buffer.byteLength(JSON.stringify({ kid: key.kid, typ: 'JWT', alg: 'RS256' }))
  const payload = Buffer.byteLength(JSON.stringify(claims))
  const encoded = [header, payload, key.signatureBytes].map((bytes) => Math.ceil((bytes * 4) / 3))
  return encoded.reduce((sum, length) => sum + length, 2)
}

/** How a compact token begins whose header begins with the `kid` of a key for consumer tokens, as all of ours do. */
const beginning = Buffer.from('{"kid":"consumer-').toString('base64url').slice(0, 22)

/** Whether a token says of itself that it is a consumer token: enough to choose who judges it, and nothing else. */
export function looksLikeConsumerJwt(token: string): boolean {
  return token.startsWith(beginning)
}

export type ConsumerJwtJudgement =
  | { readonly ok: true; readonly claims: ConsumerJwtClaims }
  /** Words for a log, never for who sent it. */
  | { readonly ok: false; readonly fault: 'iss' | 'aud' | 'sub' | 'claims' | 'exp' }

/** Judges the claims of a consumer token whose signature was right: ours, for this account, and not expired. */
export function judgeConsumerJwt(
  claims: Readonly<Record<string, unknown>>,
  expected: { readonly issuer: string; readonly accountId: string; readonly nowSeconds: number },
): ConsumerJwtJudgement {
  const { iss, aud, sub, exp, iat, acr, jti, sid, 'lp.ext': identity } = claims
  if (iss !== expected.issuer) return { ok: false, fault: 'iss' }
  if (aud !== `acc:${expected.accountId}`) return { ok: false, fault: 'aud' }
  if (typeof sub !== 'string' || !/^[0-9a-f]{64}$/.test(sub)) return { ok: false, fault: 'sub' }
  if (!Number.isSafeInteger(exp) || !Number.isSafeInteger(iat))
    return { ok: false, fault: 'claims' }
  if (typeof jti !== 'string' || issueTimeOf(jti) === undefined) {
    return { ok: false, fault: 'claims' }
  }
  if (sid !== undefined && typeof sid !== 'string') return { ok: false, fault: 'claims' }
  if (acr !== '0' && acr !== 'loa1') return { ok: false, fault: 'claims' }
  const external = readIdentity(identity)
  if ((external === undefined) !== (acr === '0')) return { ok: false, fault: 'claims' }
  if (Number(exp) <= expected.nowSeconds) return { ok: false, fault: 'exp' }
  const times = { exp: Number(exp), iat: Number(iat) }
  const names = { jti, ...(sid !== undefined && { sid }) }
  return {
    ok: true,
    claims: { sub, aud, iss, ...(external && { 'lp.ext': external }), ...times, acr, ...names },
  }
}

function readIdentity(value: unknown): ExternalIdentity | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { sub, iss, lp_sdes: reference } = value as Readonly<Record<string, unknown>>
  if (typeof reference !== 'string') return undefined
  return {
    ...(typeof sub === 'string' && { sub }),
    ...(typeof iss === 'string' && { iss }),
    lp_sdes: reference,
  }
}
