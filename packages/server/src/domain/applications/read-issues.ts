import { type Caller, requireAdministrator } from '#domain/caller.ts'
import type { Clock } from '#lib/clock.ts'
import type { ApplicationUse, Storage } from '#storage/port.ts'
import { noSuchApplication } from './change-application.ts'
import { hourOf, type IssueCounter } from './count-issues.ts'

export type IssuePorts = {
  readonly storage: Pick<Storage, 'read'>
  readonly clock: Clock
  readonly issues: Pick<IssueCounter, 'flush'>
}

/** How many tokens an application got in its own name, by hour; also of one that was uninstalled. */
export async function readIssues(
  { storage, clock, issues }: IssuePorts,
  caller: Caller,
  { id, hours }: { readonly id: string; readonly hours: number },
): Promise<readonly ApplicationUse[]> {
  requireAdministrator(caller)
  const { accountId } = caller
  if ((await storage.read.applications.find(accountId, id)) === undefined) throw noSuchApplication()
  await issues.flush()
  return storage.read.applicationUses.list(accountId, id, hourOf(clock.now()) - (hours - 1))
}
