import type { Secret } from '#lib/secret.ts'
import type { DocumentRefusal, FetchDocument } from './foreign-document.ts'

/**
 * Asks a server that an account named, once: a GET or, with a body, a POST. Guarded as `FetchDocument` is: a body, and
 * what authenticates us, goes only to an address that was checked, and never on to where a redirect leads. It never
 * throws.
 */
export type AskForeignServer = (url: string, sent?: ForeignRequestBody) => Promise<ForeignAnswer>

export type ForeignRequestBody = {
  readonly contentType: string
  readonly authorization: Secret | undefined
  readonly text: Secret
}

export type ForeignAnswer = {
  /** For everything together, from the name to the last byte. */
  readonly latencyMs: number
  /** What the server said around its document. `undefined`: it did not answer. */
  readonly facts: AnswerFacts | undefined
} & (
  | {
      readonly ok: true
      /** 200 or, to a POST, 400 to 499. */
      readonly status: number
      /** `undefined` if the body of a status that refuses could not be read. */
      readonly value: unknown
    }
  | {
      readonly ok: false
      readonly refusal: DocumentRefusal
      /** Why, in words for an administrator; never anything of the answer. */
      readonly reason: string
    }
)

/** Facts of an answer, good or bad. Its texts are the other side's: for administrators, printable and short. */
export type AnswerFacts = {
  readonly status: number
  readonly contentType: string | undefined
  readonly cacheControl: string | undefined
  readonly maxAgeSeconds: number | undefined
  /** Its `Date`, in milliseconds since 1970. */
  readonly dateMs: number | undefined
  /** When its certificate ends. `undefined` without TLS. */
  readonly certificateExpiresAt: number | undefined
}

/** The documents among the answers. */
export function fetchBy(ask: AskForeignServer): FetchDocument {
  return async (url) => {
    const answer = await ask(url)
    if (!answer.ok) return { ok: false, refusal: answer.refusal, reason: answer.reason }
    return { ok: true, value: answer.value, maxAgeSeconds: answer.facts?.maxAgeSeconds }
  }
}
