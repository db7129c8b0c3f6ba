import { DomainError } from '#domain/errors.ts'
import type { InstanceKeys } from '#domain/sealing/instance-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { randomUuid } from '#lib/random.ts'
import type { Storage } from '#storage/port.ts'
import type { GlobalApplication } from './application.ts'
import { noSuchApplication } from './change-application.ts'
import { readManifest } from './read-manifest.ts'
import { openPublished, publishedKey, sealPublished } from './webhook-secrets.ts'

/** What publishing needs. Who may has been asked before: the operator alone. */
export type PublishPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly instanceKeys: InstanceKeys
  readonly clock: Clock
}

/** Publishes an application for every account to install. */
export async function publishApplication(
  { storage, instanceKeys, clock }: PublishPorts,
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
  const kept = sealPublished(await publishedKey(instanceKeys), published)
  const outcome = await storage.write(async (tx) => {
    const inserted = await tx.globalApplications.insert(kept)
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
export async function listGlobalApplications({
  storage,
  instanceKeys,
}: Pick<PublishPorts, 'storage' | 'instanceKeys'>): Promise<readonly GlobalApplication[]> {
  const kept = await storage.read.globalApplications.list()
  if (kept.length === 0) return []
  const key = await publishedKey(instanceKeys)
  return kept.map((one) => openPublished(key, one))
}

async function change(
  { storage, instanceKeys, clock }: PublishPorts,
  id: string,
  changeOf: (
    before: GlobalApplication,
  ) => Partial<Pick<GlobalApplication, 'manifest' | 'firstParty' | 'withdrawn'>>,
): Promise<GlobalApplication> {
  const key = await publishedKey(instanceKeys)
  return storage.write(async (tx) => {
    const kept = await tx.globalApplications.find(id)
    if (kept === undefined) throw noSuchApplication()
    const before = openPublished(key, kept)
    const version = before.version + 1
    const after = { ...before, ...changeOf(before), version, updatedAt: clock.now() }
    const outcome = await tx.globalApplications.update(sealPublished(key, after), before.version)
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
