import type { AuditActor } from '#domain/audit/audit-event.ts'
import type { Origin } from '#domain/caller.ts'

/** The platform's staff: known by a token, or by being able to run a command on the server. */
export type Operator =
  | {
      readonly by: 'token'
      readonly tokenId: string
      readonly label: string
      readonly origin: Origin
    }
  | { readonly by: 'command' }

/** The operator as an account's audit trail names them. No person is known behind either way in. */
export function operatorActor(operator: Operator): AuditActor {
  const byToken = operator.by === 'token'
  return {
    kind: 'operator',
    userId: undefined,
    loginName: byToken ? `operator:${operator.label}` : 'operator',
    fullName: '',
    employeeId: '',
    profiles: [],
    authType: byToken ? 'operator-token' : 'command',
    userAgent: byToken ? operator.origin.userAgent : '',
    address: byToken ? operator.origin.address : '',
    isLpa: true,
  }
}

/** The request that the operator's change came with; a command has none. */
export function requestIdOf(operator: Operator): string {
  return operator.by === 'token' ? operator.origin.requestId : ''
}

/** In whose name a use case acts that takes an actor and a request. */
export function operatorAuthority(operator: Operator) {
  return {
    kind: 'operator' as const,
    actor: operatorActor(operator),
    requestId: requestIdOf(operator),
  }
}
