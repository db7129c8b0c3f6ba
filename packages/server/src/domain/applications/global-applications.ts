import { DomainError } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { randomUuid } from '#lib/random.ts'
import type { Storage } from '#storage/port.ts'
import type { GlobalApplication } from './application.ts'
import { noSuchApplication } from './change-application.ts'
import { readManifest } from './read-manifest.ts'

/** What publishing needs. Who may has been asked before: the operator alone. */
export type PublishPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly clock: Clock
}

/** Publishes an application for every account to install. */
export async function publishApplication(
  { storage, clock }: PublishPorts,
  body: unknown,
): Promise<GlobalApplication> {
  const { manifest, switches } = readManifest(body)
  const now = clock.now()
  const published: GlobalApplication = {
    id: randomUuid(),
    manifest,
    firstParty: switches.first_party ?? false,
    version: 1,
    withdrawn: false,
    createdAt: now,
    updatedAt: now,
  }
  const outcome = await storage.write(async (tx) => {
    const inserted = await tx.globalApplications.insert(published)
    if (inserted === 'name_taken') throw nameOfAnother()
    return inserted
  })
  if (outcome === 'exists') throw new Error('A new id was used before.')
  return published
}

/**
 * Publishes the next version of it. What is installed stays as it is: each account takes the new version itself,
 * so that nobody gains a scope in silence.
 */
export async function publishVersion(
  ports: PublishPorts,
  id: string,
  body: unknown,
): Promise<GlobalApplication> {
  const { manifest, switches } = readManifest(body)
  return change(ports, id, (before) => ({
    manifest,
    firstParty: switches.first_party ?? before.firstParty,
    withdrawn: false,
  }))
}

/** Offers it no longer. What is installed stays. */
export function withdrawApplication(ports: PublishPorts, id: string): Promise<GlobalApplication> {
  return change(ports, id, () => ({ withdrawn: true }))
}

/** All of them, withdrawn ones too. */
export function listGlobalApplications({
  storage,
}: Pick<PublishPorts, 'storage'>): Promise<readonly GlobalApplication[]> {
  return storage.read.globalApplications.list()
}

function change(
  { storage, clock }: PublishPorts,
  id: string,
  changeOf: (
    before: GlobalApplication,
  ) => Partial<Pick<GlobalApplication, 'manifest' | 'firstParty' | 'withdrawn'>>,
): Promise<GlobalApplication> {
  return storage.write(async (tx) => {
    const before = await tx.globalApplications.find(id)
    if (before === undefined) throw noSuchApplication()
    const version = before.version + 1
    const after = { ...before, ...changeOf(before), version, updatedAt: clock.now() }
    const outcome = await tx.globalApplications.update(after, before.version)
    if (outcome === 'name_taken') throw nameOfAnother()
    if (outcome === 'updated') return after
    throw new DomainError('stale_revision', 'It was published again meanwhile. Try again.')
  })
}

function nameOfAnother(): DomainError {
  return new DomainError('name_taken', 'Another published application has this client_name.', {
    fields: ['client_name: is taken'],
  })
}
