import { createHmac } from 'node:crypto'

/**
 * Who vouches for a consumer, and by which name. The kinds never meet: the same text as a brand's `sub`, as an
 * application's `ext_consumer_id` and as an anonymous id is three consumers.
 */
export type ConsumerOrigin =
  /** The brand's identity provider: `iss` and `sub` of its id_token. */
  | { readonly kind: 'brand'; readonly issuer: string; readonly subject: string }
  /** An application's word (contract 3 section 8.6), the same for every application of the account. */
  | { readonly kind: 'ext'; readonly extConsumerId: string }
  /** Nobody: our own issuer and a random id (contract 3 section 8.4). */
  | { readonly kind: 'anon'; readonly issuer: string; readonly subject: string }

/** Bytes of the account's secret: as many as the hash has. */
export const consumerIdSecretBytes = 32

/**
 * The platform's id of a consumer: 64 lower-case hex characters, HMAC-SHA256 under a secret of the account over kind,
 * issuer and subject, each behind its length in bytes, so that no two triples are one text. The same person is the
 * same id on every channel; another account, or who lacks the secret, cannot tell.
 *
 * Throws on an empty or ill-formed name: two texts with a lone surrogate are the same bytes in UTF-8, and one consumer
 * would be two people. Who reads tokens refuses those before.
 */
export function consumerId(accountSecret: Uint8Array, origin: ConsumerOrigin): string {
  if (accountSecret.length !== consumerIdSecretBytes) throw new Error('the secret has 32 bytes')
  const hmac = createHmac('sha256', accountSecret)
  for (const text of partsOf(origin)) {
    if (!text.isWellFormed()) throw new Error('a name of a consumer is not well-formed Unicode')
    const bytes = Buffer.from(text, 'utf8')
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    hmac.update(length).update(bytes)
  }
  return hmac.digest('hex')
}

/** Kind, issuer, subject. */
function partsOf(origin: ConsumerOrigin): readonly [string, string, string] {
  const parts: readonly [string, string, string] =
    origin.kind === 'ext'
      ? ['ext', '', origin.extConsumerId]
      : [origin.kind, origin.issuer, origin.subject]
  if (parts[2] === '') throw new Error('a consumer without a name')
  return parts
}

/**
 * Whom an `ext_consumer_id` means: a consumer of its own, or, where an administrator made the linking rule, the one
 * whom that issuer knows by this `sub`.
 */
export function originOfExtConsumer(
  extConsumerId: string,
  linkedIssuer: string | undefined,
): ConsumerOrigin {
  return linkedIssuer === undefined
    ? { kind: 'ext', extConsumerId }
    : { kind: 'brand', issuer: linkedIssuer, subject: extConsumerId }
}

/** Longest `sub` of an id_token (OpenID Connect Core section 2) and longest `ext_consumer_id`, in characters. */
export const longestSubject = 255

/** Why a text cannot name a person; `undefined`: it can. */
export function subjectFault(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be text'
  if (value.trim() === '') return 'must not be empty'
  if (value.length > longestSubject) return `must have at most ${longestSubject} characters`
  if (!value.isWellFormed()) return 'must be well-formed Unicode'
  return /\p{Cc}/u.test(value) ? 'must hold no control characters' : undefined
}
