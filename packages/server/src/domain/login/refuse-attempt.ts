import type { AuditEntry } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import type { DomainError } from '#domain/errors.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { Writes } from '#storage/port.ts'
import type { CheckPasswordPorts, ComparedAttempt } from './attempt.ts'
import type { HiddenReason, Judgement, LoginFacts, OpenReason } from './judge-login.ts'
import { type LoginEvent, loginEntry, strangerActor, subjectOf, userActor } from './login-audit.ts'
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
    await recordAudit(ports, accountId, [loginEntry(about, refusedLogin(reason))])
  }
  return openRefusal(reason, accountId)
}

async function refuseStranger(
  ports: Ports,
  { accountId, attempt, keys }: ComparedAttempt,
  { user, policy, now }: Facts,
  reasons: readonly HiddenReason[],
): Promise<DomainError> {
  const { tx, limits } = ports
  const { origin, loginName } = attempt
  const subject = await subjectOf(ports, accountId, user, loginName)
  const isKnown = user !== undefined
  const count = await countFailure(tx, { accountId, keys, policy, isKnown, now })
  const about = { at: now, subject, actor: strangerActor(origin), origin }
  const events = [refusedLogin(reasons.join(', ')), ...consequences(count, limits, origin.address)]
  const entries = events.map((event): AuditEntry => loginEntry(about, event))
  await recordAudit(ports, accountId, entries)
  return wrong(reasons.join(', '))
}

/** A login that was refused, and why. */
export function refusedLogin(reasons: string): LoginEvent {
  return { action: 'Refused', element: 'login', newValue: reasons }
}

/** What the last failure of a row or of a minute brings about is told once, when it happens. */
function consequences(
  { lockedUntil, ofAddress }: FailureCount,
  limits: CheckPasswordPorts['limits'],
  address: string,
): readonly LoginEvent[] {
  const slowed = addressSlowed(ofAddress, limits, address)
  if (lockedUntil === undefined) return slowed
  const newValue = new Date(lockedUntil).toISOString()
  return [{ action: 'Other', automatic: true, element: 'lockedUntil', newValue }, ...slowed]
}

/** Told when it was this failure that makes an address wait. */
export function addressSlowed(
  ofAddress: number,
  { loginFailuresPerMinute }: CheckPasswordPorts['limits'],
  address: string,
): readonly LoginEvent[] {
  if (ofAddress !== loginFailuresPerMinute) return []
  return [{ action: 'Other', automatic: true, element: 'addressSlowed', newValue: address }]
}
