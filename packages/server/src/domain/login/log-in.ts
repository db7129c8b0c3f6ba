import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { Settings } from '#domain/accounts/settings.ts'
import type { ServiceEntry } from '#domain/directory/directory.ts'
import type { AgentGroup } from '#domain/users/agent-group.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { User } from '#domain/users/user.ts'
import { nextTurn } from '#lib/next-turn.ts'
import type { Storage } from '#storage/port.ts'
import type { Attempt, CheckPasswordPorts } from './attempt.ts'
import { comparePassword, settleAttempt } from './check-password.ts'
import { countSuccess } from './login-counters.ts'
import {
  createSessionSecrets,
  type Entrant,
  openSession,
  type SessionSecrets,
} from './open-session.ts'
import { renewHash } from './renew-hash.ts'

export type LoginPorts = CheckPasswordPorts & DescribeLoginPorts

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
  /** When the session ends at the latest. */
  readonly expiresAt: number
}

/** Logs a user in with a password (contract 1 section 2.2). */
export async function logIn(ports: LoginPorts, attempt: Attempt): Promise<LoggedIn> {
  const compared = await comparePassword(ports, attempt)
  const secrets = createSessionSecrets()
  const { entrant, expiresAt } = await settleAttempt(ports, compared, {
    act: async (tx, proven) => {
      const { account, user, keys, now } = proven
      await countSuccess(tx, { accountId: account.id, keys, now })
      await tx.credentials.noteLogin(account.id, user.id, now)
      const entrant: Entrant = { ...proven, proof: { method: 'password' } }
      return { entrant, expiresAt: await openSession({ ...ports, tx }, entrant, secrets) }
    },
  })
  ports.statistics.count(compared.accountId, 'login', 'password', 'served')
  await renewHash(ports, compared, attempt.password)
  return describeLogin(ports, entrant, { secrets, expiresAt })
}

export type DescribeLoginPorts = {
  readonly storage: Pick<Storage, 'read'>
  readonly directory: {
    entriesOf(accountId: AccountId): Promise<readonly ServiceEntry[] | undefined>
  }
}

/** Gathers what the answer tells, once the session is open. In turns: whoever only shows a bearer does not wait for it. */
export async function describeLogin(
  { storage, directory }: DescribeLoginPorts,
  { account, settings, user, profiles, now }: Entrant,
  session: Pick<LoggedIn, 'secrets' | 'expiresAt'>,
): Promise<LoggedIn> {
  await nextTurn()
  const [agentGroups, services = []] = await Promise.all([
    storage.read.agentGroups.list(account.id),
    directory.entriesOf(account.id),
  ])
  await nextTurn()
  return { ...session, account, settings, user, profiles, agentGroups, services, now }
}
