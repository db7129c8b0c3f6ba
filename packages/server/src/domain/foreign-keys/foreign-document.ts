/**
 * Fetches a JSON document from a server that an account named. Whoever implements it guards against what such a server,
 * or such an account, could do: where it leads, how long it takes, how much it sends. It never throws.
 */
export type FetchDocument = (url: string) => Promise<DocumentOutcome>

export type DocumentOutcome =
  | {
      readonly ok: true
      readonly value: unknown
      /** For how long the server says that it is good (RFC 9111 section 5.2.2.1); `undefined`: it does not say. */
      readonly maxAgeSeconds: number | undefined
    }
  | {
      readonly ok: false
      readonly refusal: DocumentRefusal
      /** Why, in words for an administrator; never anything of the answer. */
      readonly reason: string
    }

/** Why a document is not at hand, or not a fresh one. */
export type ForeignFault = {
  /** `content`: it came, and is not what it should be. */
  readonly refusal: DocumentRefusal | 'content'
  /** In words for an administrator; never anything of the answer. */
  readonly reason: string
}

export type DocumentRefusal =
  | 'url'
  | 'port'
  | 'address'
  | 'name'
  | 'unreachable'
  | 'certificate'
  | 'time'
  | 'redirect'
  | 'status'
  | 'encoding'
  | 'type'
  | 'size'
  | 'json'
  | 'busy'
