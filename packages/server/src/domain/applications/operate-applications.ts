import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { findAccount } from '#domain/accounts/find-account.ts'
import { type Operator, operatorAuthority } from '#domain/operators/operator.ts'
import type { StoredApplication } from './application.ts'
import type { ApplicationPorts, Changed } from './change-application.ts'
import { updateApplication } from './update-application.ts'

/** The applications of an account, for the operator, who is told no secrets. */
export async function listAsOperator(
  ports: ApplicationPorts,
  accountId: AccountId,
): Promise<readonly StoredApplication[]> {
  await findAccount(ports, accountId)
  return ports.storage.read.applications.list(accountId)
}

/** Says of an account's application whether it is the first party's, which nobody else may say. */
export function setFirstParty(
  ports: ApplicationPorts,
  { accountId, id }: { readonly accountId: AccountId; readonly id: string },
  firstParty: boolean,
  operator: Operator,
): Promise<Changed> {
  const { actor, requestId } = operatorAuthority(operator)
  const ask = { accountId, actor, requestId, mayBeFirstParty: true }
  const target = { id, revision: undefined, body: { first_party: firstParty } }
  return updateApplication(ports, ask, target)
}
