import { recordAudit } from '#domain/audit/record-audit.ts'
import type { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { Writes } from '#storage/port.ts'
import type { ComparedBot } from './compared-bot.ts'
import type { BotJudgement, BotLoginFacts } from './judge-bot-login.ts'
import { loginEntry, strangerActor, subjectOf, userActor } from './login-audit.ts'
import { countKeyFailure, type LoginLimits } from './login-counters.ts'
import { openRefusal, wrongBot } from './login-refusals.ts'
import { addressSlowed, refusedLogin } from './refuse-attempt.ts'

type Ports = {
  readonly tx: Writes
  readonly dataKeys: DataKeys
  readonly limits: LoginLimits
}
type Facts = BotLoginFacts & { readonly profiles: readonly Profile[]; readonly now: number }

/** Counts and audits the refusal of a bot, in the transaction that decided on it; answers what is to be thrown. */
export async function refuseBot(
  ports: Ports,
  compared: ComparedBot,
  facts: Facts,
  judgement: BotJudgement,
): Promise<DomainError> {
  const { accountId, attempt, client } = compared
  const { user, profiles, now } = facts
  const { origin } = attempt
  if (judgement.kind === 'open' && user !== undefined) {
    const actor = userActor(user, profiles, origin, client.method)
    const about = { at: now, subject: { kind: 'user', user }, actor, origin } as const
    const event = refusedLogin(withKey(judgement.reason, facts))
    await recordAudit(ports, accountId, [loginEntry(about, event)])
    return openRefusal(judgement.reason, accountId)
  }
  const reasons = judgement.kind === 'hidden' ? judgement.reasons.join(', ') : ''
  const ofAddress = await countKeyFailure(ports.tx, { accountId, keys: compared.keys, now })
  const subject = await subjectOf(ports, accountId, user, attempt.loginName)
  const about = { at: now, subject, actor: strangerActor(origin), origin }
  const events = [
    refusedLogin(withKey(reasons, facts)),
    ...addressSlowed(ofAddress, ports.limits, origin.address),
  ]
  await recordAudit(
    ports,
    accountId,
    events.map((event) => loginEntry(about, event)),
  )
  return wrongBot(reasons)
}

/** Of a key that does not exist nothing is kept: people put a secret into the wrong field. */
function withKey(reasons: string, { client }: Facts): string {
  return client.id === undefined ? reasons : `${reasons}; key ${client.id}`
}
