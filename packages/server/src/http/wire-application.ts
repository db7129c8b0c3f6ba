import type { ApplicationObject } from '@watchword/protocol/api/application.ts'
import type { StoredApplication } from '#domain/applications/application.ts'

/**
 * An application on the wire (contract 2 section 1.4): its manifest, and what the installation adds, which stands
 * over whatever an author may have called the same.
 */
export function wireApplication(
  { application, previous }: StoredApplication,
  secret: string | undefined,
): ApplicationObject {
  const { id, manifest, global } = application
  return {
    ...manifest,
    id,
    client_id: id,
    ...(secret === undefined ? {} : { client_secret: secret }),
    client_id_issued_at: Math.floor(application.createdAt / 1000),
    client_secret_expires_at: 0,
    ...(previous === undefined
      ? {}
      : { previous_client_secret_expires_at: Math.floor(previous.until / 1000) }),
    enabled: application.enabled,
    deleted: application.deleted,
    first_party: application.firstParty,
    secret_readable: application.secretReadable,
    ...(global === undefined
      ? {}
      : { global_application_id: global.id, global_application_version: global.version }),
  }
}
