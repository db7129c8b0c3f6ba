import type { Manifest } from '@watchword/protocol/api/application.ts'
import type { InstanceKeys } from '#domain/sealing/instance-keys.ts'
import { type SealingKey, seal, unseal } from '#lib/sealed.ts'
import type { Application, GlobalApplication, StoredApplication } from './application.ts'
import type { SecretOwner } from './application-secret.ts'

type Owner = Omit<SecretOwner, 'id'>

/**
 * An application as it is kept. Headers and addresses of webhooks hold secrets of whoever receives them, so all that a
 * manifest says of webhooks is sealed; an empty object keeps its place.
 */
export async function sealWebhooks(
  owner: Owner,
  stored: StoredApplication,
): Promise<StoredApplication> {
  const { application } = stored
  if (!hasWebhooks(application)) return stored
  const key = await owner.dataKeys.derive(owner.accountId, 'secrets', owner.accounts)
  return { ...stored, application: sealed(key, application, contextOf(owner, application)) }
}

/** The same with what was sealed in its place. A seal that was moved or changed is our fault. */
export async function openWebhooks(
  owner: Owner,
  stored: StoredApplication,
): Promise<StoredApplication> {
  const { application } = stored
  if (application.sealedWebhooks === undefined) return stored
  const key = await owner.dataKeys.derive(owner.accountId, 'secrets', owner.accounts)
  return { ...stored, application: opened(key, application, contextOf(owner, application)) }
}

/**
 * What seals webhooks of published applications, which are of no account. Asked for before a transaction: where there is
 * none yet, it is made.
 */
export function publishedKey(instanceKeys: InstanceKeys): Promise<SealingKey> {
  return instanceKeys.derive('published-applications')
}

/** A published application as it is kept. */
export function sealPublished(key: SealingKey, published: GlobalApplication): GlobalApplication {
  return hasWebhooks(published) ? sealed(key, published, contextOfPublished(published)) : published
}

/** The same with what was sealed in its place. */
export function openPublished(key: SealingKey, published: GlobalApplication): GlobalApplication {
  if (published.sealedWebhooks === undefined) return published
  return opened(key, published, contextOfPublished(published))
}

type Kept = {
  readonly id: string
  readonly manifest: Manifest
  readonly sealedWebhooks?: string
}

function hasWebhooks({ manifest }: Kept): boolean {
  return manifest.capabilities?.['webhooks'] !== undefined
}

function sealed<T extends Kept>(key: SealingKey, application: T, context: string): T {
  const webhooks = application.manifest.capabilities?.['webhooks']
  const sealedWebhooks = seal(key, Buffer.from(JSON.stringify(webhooks)), context)
  return { ...application, manifest: withWebhooks(application.manifest, {}), sealedWebhooks }
}

function opened<T extends Kept>(
  key: SealingKey,
  kept: T,
  context: string,
): Omit<T, 'sealedWebhooks'> {
  const { sealedWebhooks = '', ...application } = kept
  const text = unseal(key, sealedWebhooks, context)
  if (text === undefined) throw new Error(`The webhooks of application ${kept.id} do not open.`)
  const webhooks: unknown = JSON.parse(text.toString('utf8'))
  return { ...application, manifest: withWebhooks(kept.manifest, webhooks) }
}

function withWebhooks(manifest: Manifest, webhooks: unknown): Manifest {
  return { ...manifest, capabilities: { ...manifest.capabilities, webhooks } }
}

/** Where a seal holds, and nowhere else. */
function contextOf({ accountId }: Owner, { id }: Pick<Application, 'id'>): string {
  return `applications/${accountId}/${id}/webhooks`
}

function contextOfPublished({ id }: Pick<GlobalApplication, 'id'>): string {
  return `global_applications/${id}/webhooks`
}
