import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { Settings } from '#domain/accounts/settings.ts'
import type { ServiceEntry } from '#domain/directory/directory.ts'
import type { AgentGroup } from '#domain/users/agent-group.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { User } from '#domain/users/user.ts'
import {
  type Attempt,
  type CheckPasswordPorts,
  type ComparedAttempt,
  comparePassword,
  type Proven,
  settleAttempt,
} from './check-password.ts'
import { countSuccess } from './login-counters.ts'
import { createSessionSecrets, openSession, type SessionSecrets } from './open-session.ts'

export type LoginPorts = CheckPasswordPorts & {
  readonly directory: {
    entriesOf(accountId: AccountId): Promise<readonly ServiceEntry[] | undefined>
  }
}

/** Everything that the answer to a login tells (contract 1 section 2.4). */
export type LoggedIn = {
  readonly secrets: SessionSecrets
  readonly account: Account
  readonly settings: Settings
  readonly user: User
  readonly profiles: readonly Profile[]
  readonly agentGroups: readonly AgentGroup[]
  readonly services: readonly ServiceEntry[]
  readonly now: number
}

/** Logs a user in with a password (contract 1 section 2.2). */
export async function logIn(ports: LoginPorts, attempt: Attempt): Promise<LoggedIn> {
  const compared = await comparePassword(ports, attempt)
  const secrets = createSessionSecrets()
  const { account, settings, user, profiles, now } = await settleAttempt(ports, compared, {
    act: async (tx, proven): Promise<Proven> => {
      const { account, user, keys, now } = proven
      await countSuccess(tx, { accountId: account.id, keys, now })
      await tx.credentials.noteLogin(account.id, user.id, now)
      await openSession({ ...ports, tx }, proven, secrets)
      return proven
    },
  })
  await renewHash(ports, compared, attempt.password)
  const [agentGroups, services = []] = await Promise.all([
    ports.storage.read.agentGroups.list(account.id),
    ports.directory.entriesOf(account.id),
  ])
  return { secrets, account, settings, user, profiles, agentGroups, services, now }
}

/**
 * Hashes a password anew that was hashed with other parameters than today's. It happens after the login was
 * decided, so that its cost tells nobody whether a refused password was right. If there is no time for it
 * now, the next login does it.
 */
async function renewHash(
  { storage, passwords }: CheckPasswordPorts,
  { accountId, matched }: ComparedAttempt,
  password: string,
): Promise<void> {
  if (matched === undefined || !passwords.needsRehash(matched.passwordHash)) return
  const next = await passwords.hash(password).catch(() => undefined)
  if (next === undefined) return
  const { userId, passwordHash } = matched
  await storage.write((tx) => tx.credentials.replaceHash(accountId, userId, passwordHash, next))
}
