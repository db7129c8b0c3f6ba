import { type Caller, isAdministrator } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'

/** "Authentication server" (contract 1 §5). */
const authenticationServer = 40_012

/** Refuses who may neither see nor change connectors (contract, our decisions). */
export function requireConnectorRights(caller: Caller): void {
  const may = caller.kind === 'user' && caller.packages.has(authenticationServer)
  if (may || isAdministrator(caller)) return
  throw new DomainError(
    'forbidden',
    `This needs a profile with the permission package ${authenticationServer} (Authentication server), or of the role Administrator.`,
  )
}
