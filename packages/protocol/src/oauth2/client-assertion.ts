/** What an assertion must be for: this client, one of our names, and now (in seconds since 1970). */
export type AssertionExpectation = {
  readonly clientId: string
  /** The issuer and the URL of the token endpoint; compared as exact strings. */
  readonly audiences: readonly string[]
  readonly nowSeconds: number
}

export type AssertionJudgement =
  | { readonly ok: true; readonly jti: string; readonly expiresAtSeconds: number }
  /** Words for a log or a debugger, never for who sent it. */
  | { readonly ok: false; readonly fault: AssertionFault }

export type AssertionFault = 'iss' | 'sub' | 'aud' | 'exp' | 'nbf' | 'iat' | 'jti'

/** Clocks may differ by so much. */
const leewaySeconds = 10

/** An assertion is made for the call it goes with: one that lives longer would only have to be remembered longer. */
const longestLifeSeconds = 600

const longestJti = 256

/**
 * Judges the claims of a client assertion whose signature was right (RFC 7523 section 3): from and about the client,
 * for us, not expired and not too long-lived, and named, so that it can be used once only.
 */
export function judgeClientAssertion(
  claims: Readonly<Record<string, unknown>>,
  { clientId, audiences, nowSeconds }: AssertionExpectation,
): AssertionJudgement {
  const { iss, sub, aud, exp, nbf, iat, jti } = claims
  if (iss !== clientId) return refused('iss')
  if (sub !== clientId) return refused('sub')
  if (!isForUs(aud, audiences)) return refused('aud')
  if (!isTime(exp) || exp <= nowSeconds - leewaySeconds) return refused('exp')
  if (exp > nowSeconds + longestLifeSeconds + leewaySeconds) return refused('exp')
  if (nbf !== undefined && !(isTime(nbf) && nbf <= nowSeconds + leewaySeconds))
    return refused('nbf')
  if (iat !== undefined && !(isTime(iat) && iat <= nowSeconds + leewaySeconds))
    return refused('iat')
  if (typeof jti !== 'string' || jti === '' || jti.length > longestJti) return refused('jti')
  return { ok: true, jti, expiresAtSeconds: exp + leewaySeconds }
}

/** One audience, ours: an assertion that is for somebody else too could be used here by them. */
function isForUs(aud: unknown, audiences: readonly string[]): boolean {
  const only = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud
  return audiences.some((audience) => audience === only)
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function refused(fault: AssertionFault): AssertionJudgement {
  return { ok: false, fault }
}
