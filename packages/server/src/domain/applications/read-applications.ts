import {
  actorOf,
  type Caller,
  mayUseScope,
  type Origin,
  requireAdministrator,
} from '#domain/caller.ts'
import type { Application, StoredApplication } from './application.ts'
import { type ApplicationLine, lineOf } from './application-audit.ts'
import { readSecret } from './application-secret.ts'
import {
  type ApplicationAsk,
  type ApplicationPorts,
  noSuchApplication,
  note,
} from './change-application.ts'
import { hasHeaderValues, withoutHeaderValues } from './header-values.ts'
import { openWebhooks } from './webhook-secrets.ts'

/** An application as an administrator sees it. */
export type ShownApplication = {
  /** Without the values of webhook headers, where secrets are not told. */
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
 * only read applications is not told them: with them it could do whatever the applications may. Values of webhook headers
 * are such secrets too.
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
  const opened = await Promise.all(stored.map((one) => openWebhooks({ dataKeys, accountId }, one)))
  if (!withSecrets || !mayUseScope(caller, 'applications:write')) {
    return opened.map((one) => ({ stored: withoutValues(one), secret: undefined }))
  }
  await noteReading(ports, asking, opened)
  return Promise.all(
    opened.map(async (one) => {
      const owner = { dataKeys, accountId, id: one.application.id }
      return { stored: one, secret: await readSecret(owner, one.secret) }
    }),
  )
}

/** An application for whoever is told no secrets: of webhook headers the names alone. */
export function withoutValues(stored: StoredApplication): StoredApplication {
  const { application } = stored
  const manifest = withoutHeaderValues(application.manifest)
  return { ...stored, application: { ...application, manifest } }
}

/** The line of the audit trail that secrets of an application are told; none, if it has none to tell. */
export function lineOfReading({
  application,
  secret,
}: StoredApplication): ApplicationLine | undefined {
  const hasSecret = secret?.sealed !== undefined
  if (!hasSecret && !hasHeaderValues(application.manifest)) return undefined
  return lineOfShown(application, hasSecret, application.id)
}

function lineOfShown(application: Application, hasSecret: boolean, ids: string): ApplicationLine {
  const element = hasSecret ? 'client_secret' : 'capabilities'
  return lineOf(application, 'Other', element, '', `shown: ${ids}`)
}

/** One line for one reading, however many applications it shows. */
async function noteReading(
  ports: ApplicationPorts,
  asking: Asking,
  stored: readonly StoredApplication[],
): Promise<void> {
  const shown = stored.filter((one) => lineOfReading(one) !== undefined)
  const [first] = shown
  if (first === undefined) return
  const hasSecret = shown.some(({ secret }) => secret?.sealed !== undefined)
  const ids = shown.map(({ application }) => application.id).join(', ')
  const line = lineOfShown(first.application, hasSecret, ids)
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
