import { type Caller, requireAdministrator } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { InstanceKeys } from '#domain/sealing/instance-keys.ts'
import type { Storage } from '#storage/port.ts'
import type { GlobalApplication, StoredApplication } from './application.ts'
import {
  type ApplicationPorts,
  type ApplicationTarget,
  type Changed,
  changeApplication,
  noSuchApplication,
} from './change-application.ts'
import { listGlobalApplications } from './global-applications.ts'
import { withoutHeaderValues } from './header-values.ts'
import { type Installed, installApplication } from './install-application.ts'
import { type Asking, askOf, withoutValues } from './read-applications.ts'
import { openPublished, publishedKey } from './webhook-secrets.ts'

/** What is needed to offer and to copy them. */
export type OfferPorts = ApplicationPorts & { readonly instanceKeys: InstanceKeys }

/** A published application, and the installation of it in this account, if there is one. */
export type OfferedApplication = {
  readonly published: GlobalApplication
  readonly installed: { readonly id: string; readonly version: number } | undefined
}

/** The published applications that an account may install; of their webhook headers the names alone. */
export async function listOffered(
  ports: Pick<OfferPorts, 'storage' | 'instanceKeys'>,
  caller: Caller,
): Promise<readonly OfferedApplication[]> {
  requireAdministrator(caller)
  const [published, own] = await Promise.all([
    listGlobalApplications(ports),
    ports.storage.read.applications.list(caller.accountId),
  ])
  const installed = new Map(
    own.flatMap(({ application: { id, global } }) =>
      global === undefined ? [] : [[global.id, { id, version: global.version }] as const],
    ),
  )
  return published
    .filter(({ withdrawn }) => !withdrawn)
    .map((one) => ({
      published: { ...one, manifest: withoutHeaderValues(one.manifest) },
      installed: installed.get(one.id),
    }))
}

/** Which version an administrator has seen and agrees to. */
export type Agreed = { readonly globalId: string; readonly version: number }

/** Installs a published application: a copy of the version that the administrator has seen. */
export async function installOffered(
  ports: OfferPorts,
  asking: Asking,
  agreed: Agreed,
): Promise<Installed> {
  requireAdministrator(asking.caller)
  const { id, version, manifest, firstParty } = openPublished(
    await publishedKey(ports.instanceKeys),
    await findOffered(ports.storage.read, agreed),
  )
  const body = { ...manifest, first_party: firstParty }
  const ask = { ...askOf(asking), mayBeFirstParty: true }
  return installApplication(ports, ask, { body }, { global: { id, version } })
}

/**
 * Brings an installation to a published version. Which profiles may use it stays, and so does whether it is enabled.
 * The answer tells no secrets.
 */
export async function updateToOffered(
  ports: OfferPorts,
  asking: Asking,
  target: ApplicationTarget & { readonly version: number },
): Promise<Changed> {
  requireAdministrator(asking.caller)
  const key = await publishedKey(ports.instanceKeys)
  const changed = await changeApplication(ports, askOf(asking), target, async (before, tx) => {
    const { global } = before.application
    if (global === undefined) {
      throw new DomainError(
        'bad_request',
        'This is not an installation of a published application.',
      )
    }
    const agreed = { globalId: global.id, version: target.version }
    return { stored: copied(before, openPublished(key, await findOffered(tx, agreed))) }
  })
  return { ...changed, stored: withoutValues(changed.stored) }
}

function copied(before: StoredApplication, published: GlobalApplication): StoredApplication {
  const { id, version, manifest, firstParty } = published
  const { enabled_for_profiles: only } = before.application.manifest
  const profiles = only === undefined ? {} : { enabled_for_profiles: only }
  const application = {
    ...before.application,
    manifest: { ...manifest, ...profiles },
    firstParty,
    global: { id, version },
  }
  return { ...before, application }
}

async function findOffered(
  { globalApplications }: Pick<Storage['read'], 'globalApplications'>,
  { globalId, version }: Agreed,
): Promise<GlobalApplication> {
  const published = await globalApplications.find(globalId)
  if (published === undefined || published.withdrawn) throw noSuchApplication()
  if (published.version === version) return published
  throw new DomainError(
    'stale_revision',
    `It is published as version ${published.version}, not ${version}. Read what it asks for again.`,
  )
}
