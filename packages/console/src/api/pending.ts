import type { PendingSignIn } from './issuer.ts'

/**
 * Sign-ins that are under way, in this tab's storage, or for a window of its own in the storage of all tabs: state,
 * nonce and PKCE verifier, which are worth nothing without the code, and are taken out when it comes.
 */
const prefix = 'watchword.sign-in.'

export function remember(pending: PendingSignIn): void {
  storageOf(pending).setItem(`${prefix}${pending.state}`, JSON.stringify(pending))
}

/** Takes it out: an answer is read once. */
export function recall(state: string | null): PendingSignIn | undefined {
  const name = `${prefix}${state ?? ''}`
  for (const storage of [sessionStorage, localStorage]) {
    const text = storage.getItem(name)
    if (text === null) continue
    storage.removeItem(name)
    return JSON.parse(text) as PendingSignIn
  }
  return undefined
}

function storageOf({ popup }: PendingSignIn): Storage {
  return popup ? localStorage : sessionStorage
}
