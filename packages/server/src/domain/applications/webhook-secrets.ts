import { seal, unseal } from '#lib/sealed.ts'
import type { Application, StoredApplication } from './application.ts'
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
  const { capabilities } = application.manifest
  const webhooks = capabilities?.['webhooks']
  if (webhooks === undefined) return stored
  const key = await owner.dataKeys.derive(owner.accountId, 'secrets', owner.accounts)
  const text = Buffer.from(JSON.stringify(webhooks))
  const sealedWebhooks = seal(key, text, contextOf(owner, application))
  return { ...stored, application: { ...withWebhooks(application, {}), sealedWebhooks } }
}

/** The same with what was sealed in its place. A seal that was moved or changed is our fault. */
export async function openWebhooks(
  owner: Owner,
  stored: StoredApplication,
): Promise<StoredApplication> {
  const { sealedWebhooks, ...application } = stored.application
  if (sealedWebhooks === undefined) return stored
  const key = await owner.dataKeys.derive(owner.accountId, 'secrets', owner.accounts)
  const opened = unseal(key, sealedWebhooks, contextOf(owner, application))
  if (opened === undefined) {
    throw new Error(`The webhooks of application ${application.id} do not open.`)
  }
  const webhooks: unknown = JSON.parse(opened.toString('utf8'))
  return { ...stored, application: withWebhooks(application, webhooks) }
}

function withWebhooks(application: Application, webhooks: unknown): Application {
  const { manifest } = application
  const capabilities = { ...manifest.capabilities, webhooks }
  return { ...application, manifest: { ...manifest, capabilities } }
}

/** Where the seal holds, and nowhere else. */
function contextOf({ accountId }: Owner, { id }: Pick<Application, 'id'>): string {
  return `applications/${accountId}/${id}/webhooks`
}
