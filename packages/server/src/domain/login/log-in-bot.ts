import type { Settings } from '#domain/accounts/settings.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import type { UseRecorder } from '#domain/api-keys/record-uses.ts'
import type { DomainError } from '#domain/errors.ts'
import type { Writes } from '#storage/port.ts'
import { admitAttempt } from './admit-attempt.ts'
import { compareClient } from './bot-client.ts'
import type { BotAttempt, ComparedBot } from './compared-bot.ts'
import type { ClientState } from './compared-client.ts'
import { type BotLoginFacts, judgeBotLogin, userLogin } from './judge-bot-login.ts'
import { isAddressAllowed } from './judge-login.ts'
import { describeLogin, type LoggedIn, type LoginPorts } from './log-in.ts'
import { botAttemptKeys, countSuccess, refuseIfTooMany } from './login-counters.ts'
import { suspended, wrongBot } from './login-refusals.ts'
import {
  createSessionSecrets,
  type Entrant,
  openSession,
  type SessionSecrets,
} from './open-session.ts'
import { refuseBot } from './refuse-bot.ts'

export type BotLoginPorts = Omit<LoginPorts, 'passwords'> & {
  readonly uses: Pick<UseRecorder, 'used' | 'refusedLogin'>
}

/** Logs a bot in; counts the use of its key, if it is one. */
export async function logInBot(ports: BotLoginPorts, attempt: BotAttempt): Promise<LoggedIn> {
  const compared = await compareBot(ports, attempt)
  const secrets = createSessionSecrets()
  const now = ports.clock.now()
  const outcome = await ports.storage.write((tx) =>
    settle({ ...ports, tx }, compared, secrets, now),
  )
  const { accountId } = compared
  const { address } = attempt.origin
  if ('refusal' in outcome) {
    const { keyId, reason } = outcome
    const isOfKey = compared.client.method === 'api-key' && reason !== undefined
    if (isOfKey) ports.uses.refusedLogin(accountId, { keyId, reason, address })
    ports.statistics.count(accountId, 'login', reason ?? 'user_blocked', 'refused')
    throw outcome.refusal
  }
  if (compared.client.method === 'api-key') {
    ports.uses.used(accountId, outcome.keyId, userLogin.data, address)
  }
  ports.statistics.count(accountId, 'login', compared.client.method, 'served')
  return describeLogin(ports, outcome.entrant, { secrets, expiresAt: outcome.expiresAt })
}

async function compareBot(ports: BotLoginPorts, attempt: BotAttempt): Promise<ComparedBot> {
  const admitted = await admitAttempt(ports, attempt)
  if (admitted === undefined) throw wrongBot('the account does not exist')
  const { accountId, settings, now } = admitted
  const { credentials, origin } = attempt
  const keys = botAttemptKeys(credentials.appKey, origin.address)
  const { limits } = ports
  await refuseIfTooMany(ports, { accountId, keys, limits, policy: settings.loginPolicy, now })
  const client = await compareClient(ports, accountId, credentials)
  return { attempt, accountId, keys, client }
}

type Outcome =
  | { readonly entrant: Entrant; readonly keyId: string; readonly expiresAt: number }
  | {
      readonly refusal: DomainError
      readonly keyId: string | undefined
      /** Only of what the key is counted for. */
      readonly reason: string | undefined
    }

type SettlePorts = BotLoginPorts & { readonly tx: Writes }

/** Decides and acts in one transaction. What was read before the secrets were compared is read again. */
async function settle(
  ports: SettlePorts,
  compared: ComparedBot,
  secrets: SessionSecrets,
  now: number,
): Promise<Outcome> {
  const facts = await readFacts(ports, compared, now)
  const judgement = judgeBotLogin(facts)
  const { user, client, account, settings, profiles } = facts
  const { id: keyId } = client
  if (judgement.kind !== 'accepted' || user === undefined || keyId === undefined) {
    const refusal = await refuseBot(ports, compared, { ...facts, now }, judgement)
    const reason = judgement.kind === 'hidden' ? judgement.reasons[0] : undefined
    return { refusal, keyId, reason }
  }
  const { attempt, keys } = compared
  const entrant: Entrant = {
    ...{ account, settings, user, profiles, origin: attempt.origin, now },
    proof: { method: compared.client.method, keyId, expiresAt: client.expiresAt },
  }
  await countSuccess(ports.tx, { accountId: account.id, keys, now })
  return { entrant, keyId, expiresAt: await openSession(ports, entrant, secrets) }
}

type Facts = BotLoginFacts &
  Pick<Entrant, 'account' | 'profiles'> & {
    readonly settings: Settings
    readonly client: ClientState
  }

async function readFacts(
  { tx }: SettlePorts,
  { accountId, attempt, client }: ComparedBot,
  now: number,
): Promise<Facts> {
  // Whoever has the right secrets waits their turn, so that limits and changes of the key are exact.
  // Everybody else must not be able to hold the account up.
  const account = client.matches
    ? await tx.accounts.lock(accountId)
    : await tx.accounts.find(accountId)
  if (account?.status !== 'active') throw suspended()
  const settings = resolveSettings(account.settings)
  const { address } = attempt.origin
  const state = await client.lookAgain(tx, { address, now })
  const user = await tx.users.findByName(accountId, attempt.loginName)
  const profiles = await tx.profiles.findMany(accountId, user?.profileIds ?? [])
  return {
    ...{ account, settings, user, client: state },
    profiles: profiles.filter((profile) => !profile.deleted),
    addressAllowed: isAddressAllowed(settings.accessRestrictions, address),
  }
}
