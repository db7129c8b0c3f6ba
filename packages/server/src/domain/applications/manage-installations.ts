import { requireAdministrator } from '#domain/caller.ts'
import { readSecret } from './application-secret.ts'
import type { ApplicationPorts, ApplicationTarget, Changed } from './change-application.ts'
import { type Installed, installApplication } from './install-application.ts'
import { type Asking, askOf, lineOfReading, withoutValues } from './read-applications.ts'
import { rerollSecret } from './reroll-secret.ts'
import { uninstallApplication } from './uninstall-application.ts'
import { updateApplication } from './update-application.ts'

/** An application as it is after a change, for an administrator: with its secrets, if they are kept and wanted. */
export type ChangedInstallation = Changed & { readonly secret: string | undefined }

/** What an administrator sends, against which revision. */
type Sent = { readonly body: unknown; readonly revision: number | undefined }

/**
 * Installs an application, as an administrator. A client that knows the revision and sends an application back as it
 * read it, with its `id` and under its name, means that application: it is replaced (contract 2 section 1.4, of a
 * client that does so).
 */
export async function installAsAdministrator(
  ports: ApplicationPorts,
  asking: Asking,
  sent: Sent,
): Promise<ChangedInstallation & { readonly isNew: boolean }> {
  requireAdministrator(asking.caller)
  const id = await idSentBack(ports, asking, sent)
  if (id !== undefined) {
    return {
      ...(await updateAsAdministrator(ports, asking, { ...sent, id, withSecrets: true })),
      isNew: false,
    }
  }
  return { ...(await installApplication(ports, askOf(asking), sent)), isNew: true }
}

/** Changes an application, as an administrator. */
export async function updateAsAdministrator(
  ports: ApplicationPorts,
  asking: Asking,
  target: ApplicationTarget & { readonly body: unknown; readonly withSecrets: boolean },
): Promise<ChangedInstallation> {
  requireAdministrator(asking.caller)
  const ask = askOf(asking)
  const changed = await updateApplication(ports, ask, target, (after) => {
    const line = target.withSecrets ? lineOfReading(after) : undefined
    return line === undefined ? [] : [line]
  })
  if (!target.withSecrets) {
    return { ...changed, stored: withoutValues(changed.stored), secret: undefined }
  }
  const { dataKeys } = ports
  const owner = { dataKeys, accountId: ask.accountId, id: target.id }
  return { ...changed, secret: await readSecret(owner, changed.stored.secret) }
}

/** Uninstalls an application, as an administrator. */
export async function uninstallAsAdministrator(
  ports: ApplicationPorts,
  asking: Asking,
  target: ApplicationTarget,
): Promise<Changed> {
  requireAdministrator(asking.caller)
  return uninstallApplication(ports, askOf(asking), target)
}

/** Makes a new secret, as an administrator. */
export async function rerollAsAdministrator(
  ports: ApplicationPorts,
  asking: Asking,
  target: ApplicationTarget & { readonly body: unknown },
): Promise<Installed> {
  requireAdministrator(asking.caller)
  return rerollSecret(ports, askOf(asking), target)
}

/** The live application that a body is, by id and by name; only of a client that says what it has seen. */
async function idSentBack(
  { storage }: ApplicationPorts,
  { caller }: Asking,
  { body, revision }: Sent,
): Promise<string | undefined> {
  if (revision === undefined || typeof body !== 'object' || body === null) return undefined
  const { id, client_name } = body as { readonly id?: unknown; readonly client_name?: unknown }
  if (typeof id !== 'string') return undefined
  const stored = await storage.read.applications.find(caller.accountId, id)
  const isIt = stored?.application.manifest.client_name === client_name
  return stored !== undefined && !stored.application.deleted && isIt ? id : undefined
}
