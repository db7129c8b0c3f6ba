import type { AuditEntry } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import type { DomainError } from '#domain/errors.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { Writes } from '#storage/port.ts'
import type { CheckPasswordPorts, ComparedAttempt } from './check-password.ts'
import type { HiddenReason, Judgement, LoginFacts, OpenReason } from './judge-login.ts'
import {
  type LoginEvent,
  type LoginSubject,
  loginEntry,
  nameOfUnknown,
  strangerActor,
  userActor,
} from './login-audit.ts'
import { countFailure, type FailureCount } from './login-counters.ts'
import { openRefusal, wrong } from './login-refusals.ts'

type Ports = Pick<CheckPasswordPorts, 'dataKeys' | 'limits'> & { readonly tx: Writes }
type Facts = LoginFacts & { readonly profiles: readonly Profile[] }

/** Counts and audits a refusal, in the transaction that decided on it; answers what is to be thrown. */
export async function refuseAttempt(
  ports: Ports,
  compared: ComparedAttempt,
  facts: Facts,
  judgement: Judgement,
): Promise<DomainError> {
  if (judgement.kind === 'open') return refuseUser(ports, compared, facts, judgement.reason)
  const reasons = judgement.kind === 'hidden' ? judgement.reasons : []
  return refuseStranger(ports, compared, facts, reasons)
}

/** The right password was shown: it is known who asks, and nothing is counted against them. */
async function refuseUser(
  ports: Ports,
  { accountId, attempt }: ComparedAttempt,
  { user, profiles, now }: Facts,
  reason: OpenReason,
): Promise<DomainError> {
  if (user !== undefined) {
    const { origin } = attempt
    const actor = userActor(user, profiles, origin, 'password')
    const about = { at: now, subject: { kind: 'user', user }, actor, origin } as const
    await recordAudit(ports, accountId, [loginEntry(about, refused(reason))])
  }
  return openRefusal(reason, accountId)
}

async function refuseStranger(
  ports: Ports,
  { accountId, attempt, keys }: ComparedAttempt,
  { user, policy, now }: Facts,
  reasons: readonly HiddenReason[],
): Promise<DomainError> {
  const { tx, dataKeys, limits } = ports
  const { origin, loginName } = attempt
  const subject: LoginSubject =
    user === undefined
      ? { kind: 'unknown', name: await nameOfUnknown(dataKeys, accountId, loginName, tx.accounts) }
      : { kind: 'user', user }
  const isKnown = user !== undefined
  const count = await countFailure(tx, { accountId, keys, policy, isKnown, now })
  const about = { at: now, subject, actor: strangerActor(origin), origin }
  const events = [refused(reasons.join(', ')), ...consequences(count, limits, origin.address)]
  const entries = events.map((event): AuditEntry => loginEntry(about, event))
  await recordAudit(ports, accountId, entries)
  return wrong(reasons.join(', '))
}

function refused(reasons: string): LoginEvent {
  return { action: 'Refused', element: 'login', newValue: reasons }
}

/** What the last failure of a row or of a minute brings about is told once, when it happens. */
function consequences(
  { lockedUntil, ofAddress }: FailureCount,
  limits: CheckPasswordPorts['limits'],
  address: string,
): readonly LoginEvent[] {
  const event = { action: 'Other', automatic: true } as const
  return [
    ...(lockedUntil === undefined
      ? []
      : [{ ...event, element: 'lockedUntil', newValue: new Date(lockedUntil).toISOString() }]),
    ...(ofAddress === limits.loginFailuresPerMinute
      ? [{ ...event, element: 'addressSlowed', newValue: address }]
      : []),
  ]
}
