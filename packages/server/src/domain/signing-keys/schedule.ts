import { rulesOf } from './key-purposes.ts'
import type { KeyLine, KeyPurpose, StoredSigningKey } from './signing-key.ts'

/**
 * The life of a signing key, told by the times that are kept with it: published, then signing, then published until
 * the last token that it signed has expired, then gone. Nothing has to happen at the moment one part ends and the
 * next begins, so a process that was away at that moment is as right as the others.
 */
export type KeyState = 'next' | 'signing' | 'kept'

/**
 * How long a key is published before it signs. Compatible clients cache the JWKS for up to 3 hours (contract, our
 * decisions); the rest is for clocks, and for those who fetch it late.
 */
export const publishedAheadMs = 4 * 3_600_000

/** For clocks that are behind ours, and verifiers that forgive some seconds. */
export const keptLongerMs = 10 * 60_000

/** Tokens are signed with a key for this long beyond what was noted of it, so that a note is made once in that time. */
export const notedAheadMs = 3_600_000

/** A key that is needed until then is needed for good: what it signed never ends. A date that can be written. */
export const forGood = Date.UTC(9999, 11, 31)

/** For how long a key of a purpose is used before its successor is; `undefined`: until somebody says so. */
export function rotationOf(purpose: KeyPurpose, rotationMs: number): number | undefined {
  const { successor, usedForMs } = rulesOf(purpose)
  return successor === 'by schedule' ? Math.max(rotationMs, usedForMs) : undefined
}

/** The key of a line that signs now: its time has come, and its successor's has not. */
export function signingKeyOf(
  keys: readonly StoredSigningKey[],
  line: KeyLine,
  now: number,
): StoredSigningKey | undefined {
  const ofLine = keys.filter((key) => isOfLine(key, line))
  const begun = ofLine.filter(({ signsFrom }) => signsFrom <= now)
  // A first key signs at once, also where the clock is behind that of the process that made it.
  if (begun.length === 0) return ofLine.reduce<Found>(earlier, undefined)
  return begun.find(({ signsUntil }) => signsUntil === undefined || signsUntil > now)
}

/** The one that is published but does not sign yet. */
export function nextKeyOf(
  keys: readonly StoredSigningKey[],
  line: KeyLine,
  now: number,
): StoredSigningKey | undefined {
  const signing = signingKeyOf(keys, line, now)
  return keys.find((key) => isOfLine(key, line) && key.kid !== signing?.kid && key.signsFrom > now)
}

export function stateOf(
  keys: readonly StoredSigningKey[],
  key: StoredSigningKey,
  now: number,
): KeyState {
  if (signingKeyOf(keys, key, now)?.kid === key.kid) return 'signing'
  return key.signsFrom > now ? 'next' : 'kept'
}

/** When something is to be done for a key, as far as is known now; `undefined`: never, as it is. */
export function dueAt(key: StoredSigningKey, rotationMs: number): number | undefined {
  if (key.signsUntil !== undefined) {
    return Math.max(key.signsUntil, key.neededUntil) + keptLongerMs
  }
  const usedForMs = rotationOf(key.purpose, rotationMs)
  return usedForMs === undefined ? undefined : key.signsFrom + usedForMs - publishedAheadMs
}

/** What is to be done for these keys. */
export function dueOf(keys: readonly StoredSigningKey[], rotationMs: number, now: number) {
  const due = keys.filter((key) => (dueAt(key, rotationMs) ?? Infinity) <= now)
  return {
    /** Those that need a successor. */
    aged: due.filter(({ signsUntil }) => signsUntil === undefined),
    /** Those that nothing needs any more. */
    spent: due.filter(({ signsUntil }) => signsUntil !== undefined),
  }
}

/** Whether a key is of a line. */
export function isOfLine(key: KeyLine, { purpose, algorithm }: KeyLine): boolean {
  return key.purpose === purpose && key.algorithm === algorithm
}

type Found = StoredSigningKey | undefined

function earlier(a: Found, b: StoredSigningKey): StoredSigningKey {
  return a === undefined || b.signsFrom < a.signsFrom ? b : a
}
