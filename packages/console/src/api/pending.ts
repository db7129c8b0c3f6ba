import type { PendingSignIn } from './issuer.ts'

/**
 * Sign-ins that are under way, in this tab's storage, or for a window of its own in the storage of all tabs: state,
 * nonce and PKCE verifier, which are worth nothing without the code, and are taken out when it comes.
 */
const prefix = 'watchword.sign-in.'

export function remember(pending: PendingSignIn): void {
  forgetOld(pending.at)
  storageOf(pending).setItem(`${prefix}${pending.state}`, JSON.stringify(pending))
}

/** So long a window beside a page may take. */
const longestMs = 60 * 60 * 1000

/** Whoever closes such a window leaves what it was to come back with: no answer takes that out. */
function forgetOld(now: number): void {
  const names = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index))
  for (const name of names) {
    if (name?.startsWith(prefix) !== true) continue
    const { at = 0 } = read(localStorage.getItem(name)) ?? {}
    if (at < now - longestMs) localStorage.removeItem(name)
  }
}

/** What is no sign-in, whoever wrote it, is none. */
function read(text: string | null): PendingSignIn | undefined {
  try {
    return (JSON.parse(text ?? 'null') as PendingSignIn | null) ?? undefined
  } catch {
    return undefined
  }
}

/** Takes it out: an answer is read once. */
export function recall(state: string | null): PendingSignIn | undefined {
  const name = `${prefix}${state ?? ''}`
  for (const storage of [sessionStorage, localStorage]) {
    const text = storage.getItem(name)
    if (text === null) continue
    storage.removeItem(name)
    return read(text)
  }
  return undefined
}

function storageOf({ popup }: PendingSignIn): Storage {
  return popup ? localStorage : sessionStorage
}
