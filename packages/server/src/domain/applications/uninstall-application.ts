import type { Manifest } from '@watchword/protocol/api/application.ts'
import {
  type ApplicationAsk,
  type ApplicationPorts,
  type ApplicationTarget,
  type Changed,
  changeApplication,
} from './change-application.ts'

/**
 * Ends an application for good, and all that was granted to it. Its row stays without secrets, so that its id is
 * never used again and the audit trail can name it.
 */
export function uninstallApplication(
  ports: ApplicationPorts,
  ask: ApplicationAsk,
  target: ApplicationTarget,
): Promise<Changed> {
  return changeApplication(ports, ask, target, ({ application }) => ({
    stored: {
      application: {
        ...application,
        manifest: remembered(application.manifest),
        enabled: false,
        deleted: true,
      },
      secret: undefined,
      previous: undefined,
    },
  }))
}

/** Webhooks may hold secrets of the receiver: nothing is kept but what it was called and might do. */
function remembered({ client_name, display_name, description, scope }: Manifest): Manifest {
  return {
    client_name,
    ...(display_name === undefined ? {} : { display_name }),
    ...(description === undefined ? {} : { description }),
    ...(scope === undefined ? {} : { scope }),
  }
}
