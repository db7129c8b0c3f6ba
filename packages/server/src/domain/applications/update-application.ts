import type { StoredApplication, StoredSecret } from './application.ts'
import type { ApplicationLine } from './application-audit.ts'
import {
  type ApplicationAsk,
  type ApplicationPorts,
  type ApplicationTarget,
  type Changed,
  changeApplication,
  checkFirstParty,
} from './change-application.ts'
import { readChange } from './read-manifest.ts'

/**
 * Replaces an application's manifest, or changes what the body names (`readChange`). What it leaves out of
 * `enabled`, `first_party` and `secret_readable` stays: a disabled application is not enabled by omission.
 */
export function updateApplication(
  ports: ApplicationPorts,
  ask: ApplicationAsk,
  target: ApplicationTarget & { readonly body: unknown },
  linesOf: (after: StoredApplication) => readonly ApplicationLine[] = () => [],
): Promise<Changed> {
  return changeApplication(ports, ask, target, (before) => {
    const stored = changed(ask, before, target.body)
    return { stored, lines: linesOf(stored) }
  })
}

function changed(ask: ApplicationAsk, before: StoredApplication, body: unknown): StoredApplication {
  const { application } = before
  const { manifest, switches } = readChange(body, application)
  const secretReadable = switches.secret_readable ?? application.secretReadable
  return {
    application: {
      ...application,
      manifest,
      enabled: switches.enabled ?? application.enabled,
      firstParty: checkFirstParty(ask, switches.first_party, application.firstParty),
      secretReadable,
    },
    ...(secretReadable ? secretsOf(before) : withoutCopies(before)),
  }
}

type Secrets = Pick<StoredApplication, 'secret' | 'previous'>

function secretsOf({ secret, previous }: StoredApplication): Secrets {
  return { secret, previous }
}

/** The copies are gone for good: to be readable again, the secret must be rerolled. */
function withoutCopies({ secret, previous }: StoredApplication): Secrets {
  return { secret: secret && hashAlone(secret), previous: previous && hashAlone(previous) }
}

function hashAlone<T extends StoredSecret>(secret: T): T {
  return { ...secret, sealed: undefined }
}
