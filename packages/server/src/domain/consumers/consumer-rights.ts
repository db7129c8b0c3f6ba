import { type Caller, isAdministrator } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'

/** "Messaging" and "List of all conversations" (contract 1 §5). */
const packagesForConsumers = [20_015, 30_015] as const

/** Refuses who may not see consumers (contract, our decisions). */
export function requireConsumerRights(caller: Caller): void {
  const may =
    caller.kind === 'user' && packagesForConsumers.some((number) => caller.packages.has(number))
  if (may || isAdministrator(caller)) return
  throw new DomainError(
    'forbidden',
    `This needs a profile with one of the permission packages ${packagesForConsumers.join(', ')}, or of the role Administrator.`,
  )
}
