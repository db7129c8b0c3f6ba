import { type Caller, isAdministrator } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'

/** Packages of campaign managers (contract 1 §5). Agents and agent managers have none that speaks of campaigns. */
const core = 40_000
const edit = 40_001
const publish = 40_002

/** Refuses who may not see campaigns: campaign managers and administrators do. */
export function requireCampaignReader(caller: Caller): void {
  if (isAdministrator(caller) || [core, edit, publish].some((id) => holds(caller, id))) return
  throw new DomainError(
    'forbidden',
    'This needs a profile of the role Campaign Manager or Administrator.',
  )
}

/** Refuses who may not change campaigns and engagements. */
export function requireCampaignEditor(caller: Caller): void {
  if (isAdministrator(caller) || holds(caller, edit)) return
  throw new DomainError(
    'forbidden',
    `This needs a profile with the permission package ${edit} (Edit campaigns), or of the role Administrator.`,
  )
}

/** Whether a caller may change what consumers see at once. */
export function mayPublish(caller: Caller): boolean {
  return isAdministrator(caller) || holds(caller, publish)
}

/** The refusal of who may edit campaigns, but not those that are published. */
export function publishingForbidden(): DomainError {
  return new DomainError(
    'forbidden',
    `Consumers see what is in a published campaign at once. This needs a profile with the permission package ${publish} (Publish campaigns), or of the role Administrator.`,
  )
}

function holds(caller: Caller, permissionPackage: number): boolean {
  return caller.kind === 'user' && caller.packages.has(permissionPackage)
}
