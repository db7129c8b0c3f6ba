import {
  actorOf,
  type Caller,
  mayUseScope,
  type Origin,
  requireAdministrator,
} from '#domain/caller.ts'
import type { StoredApplication } from './application.ts'
import { lineOf } from './application-audit.ts'
import { readSecret } from './application-secret.ts'
import {
  type ApplicationAsk,
  type ApplicationPorts,
  noSuchApplication,
  note,
} from './change-application.ts'
import { openWebhooks } from './webhook-secrets.ts'

/** An application as an administrator sees it. */
export type ShownApplication = {
  readonly stored: StoredApplication
  /** `undefined`: only its hash is kept, or it was not asked for. */
  readonly secret: string | undefined
}

/** What is answered, as of a revision of the installations; `shown` `undefined`: the client has that already. */
export type ShownApplications = {
  readonly shown: readonly ShownApplication[] | undefined
  readonly revision: number
}

/** Who asks, and from where. */
export type Asking = { readonly caller: Caller; readonly origin: Origin }

/** What a reading is of: whether the client has a revision already, and whether it wants the secrets. */
type Reading = {
  readonly isKnown: (revision: number) => boolean
  readonly withSecrets: boolean
}

/** The applications of the caller's account, oldest first. The revision may be older than they are, never newer. */
export async function listApplications(
  ports: ApplicationPorts,
  asking: Asking,
  reading: Reading,
): Promise<ShownApplications> {
  requireAdministrator(asking.caller)
  const { accountId } = asking.caller
  const { applications } = ports.storage.read
  const revision = await applications.revision(accountId)
  if (reading.isKnown(revision)) return { shown: undefined, revision }
  const stored = await applications.list(accountId)
  return { shown: await show(ports, asking, { stored, ...reading }), revision }
}

/** One application of the caller's account. */
export async function readApplication(
  ports: ApplicationPorts,
  asking: Asking,
  ask: Reading & { readonly id: string },
): Promise<ShownApplications> {
  requireAdministrator(asking.caller)
  const { accountId } = asking.caller
  const { applications } = ports.storage.read
  const revision = await applications.revision(accountId)
  const stored = await applications.find(accountId, ask.id)
  if (stored === undefined || stored.application.deleted) throw noSuchApplication()
  if (ask.isKnown(revision)) return { shown: undefined, revision }
  return { shown: await show(ports, asking, { ...ask, stored: [stored] }), revision }
}

/**
 * With their secrets, if they are asked for: that they were read is in the audit trail before it happens. A token that may
 * only read applications is not told them: with them it could do whatever the applications may.
 */
async function show(
  ports: ApplicationPorts,
  asking: Asking,
  {
    stored,
    withSecrets,
  }: { readonly stored: readonly StoredApplication[]; readonly withSecrets: boolean },
): Promise<readonly ShownApplication[]> {
  const { dataKeys } = ports
  const { caller } = asking
  const { accountId } = caller
  const withAll = withSecrets && mayUseScope(caller, 'applications:write')
  if (withAll) await noteReading(ports, asking, stored)
  return Promise.all(
    stored.map(async (one) => {
      const owner = { dataKeys, accountId, id: one.application.id }
      return {
        stored: await openWebhooks(owner, one),
        secret: withAll ? await readSecret(owner, one.secret) : undefined,
      }
    }),
  )
}

/** One line for one reading, however many applications it shows. */
async function noteReading(
  ports: ApplicationPorts,
  asking: Asking,
  stored: readonly StoredApplication[],
): Promise<void> {
  const shown = stored.filter(({ secret }) => secret?.sealed !== undefined)
  const [first] = shown
  if (first === undefined) return
  const text = `shown: ${shown.map(({ application }) => application.id).join(', ')}`
  const line = lineOf(first.application, 'Other', 'client_secret', '', text)
  const about =
    shown.length === 1
      ? line
      : { ...line, objectId: 'N/A', objectName: `${shown.length} applications` }
  await ports.storage.write((tx) => note(ports, tx, askOf(asking), [about]))
}

/** Who asks, as a change of an application is told of them. */
export function askOf({ caller, origin }: Asking): ApplicationAsk {
  return {
    accountId: caller.accountId,
    actor: actorOf(caller, origin),
    requestId: origin.requestId,
  }
}
