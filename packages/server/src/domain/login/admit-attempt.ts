import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { resolveSettings, type Settings } from '#domain/accounts/settings.ts'
import type { Origin } from '#domain/caller.ts'
import { addressKey } from '#lib/address-key.ts'
import type { Clock } from '#lib/clock.ts'
import type { RateLimiter } from '#lib/rate-limiter.ts'
import type { Storage } from '#storage/port.ts'
import { tooMany } from './login-counters.ts'
import { suspended } from './login-refusals.ts'

export type AdmitAttemptPorts = {
  readonly storage: Pick<Storage, 'read'>
  readonly clock: Clock
  /** Counts attempts by address in this process, before anything else is done for one. */
  readonly guard: RateLimiter | undefined
}

/** An attempt to log in that may go on: nothing secret of it was looked at yet. */
export type Admitted = {
  readonly accountId: AccountId
  readonly settings: Settings
  readonly now: number
}

/**
 * Looks at where an attempt comes from and at its account, before anything costly is done for it. Throws when
 * the address must wait or the account is suspended. `undefined`: there is no such account, which is public.
 */
export async function admitAttempt(
  { storage, clock, guard }: AdmitAttemptPorts,
  attempt: { readonly accountId: string; readonly origin: Origin },
): Promise<Admitted | undefined> {
  const now = clock.now()
  const decision = guard?.take(addressKey(attempt.origin.address), now)
  if (decision?.allowed === false) throw tooMany(decision.retryAfterSeconds * 1000)
  const accountId = parseAccountId(attempt.accountId)
  const account = accountId && (await storage.read.accounts.find(accountId))
  if (accountId === undefined || account === undefined) return undefined
  if (account.status === 'suspended') throw suspended()
  return { accountId, settings: resolveSettings(account.settings), now }
}
