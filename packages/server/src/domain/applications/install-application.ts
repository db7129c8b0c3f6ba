import type { Manifest } from '@watchword/protocol/api/application.ts'
import { DomainError } from '#domain/errors.ts'
import { randomUuid } from '#lib/random.ts'
import type { StoredApplication } from './application.ts'
import { auditOfApplication } from './application-audit.ts'
import { keepSecret, makeSecret } from './application-secret.ts'
import {
  type ApplicationAsk,
  type ApplicationPorts,
  type Changed,
  checkFirstParty,
  holdInstallations,
  mostApplications,
  nameTaken,
  note,
} from './change-application.ts'
import { readManifest } from './read-manifest.ts'
import { sealWebhooks } from './webhook-secrets.ts'

/** What kickstart may give, and what a global application is copied with. */
export type GivenInstallation = {
  readonly id?: string
  readonly secret?: string
  readonly global?: { readonly id: string; readonly version: number }
}

/** An application that was just installed, and its secret: told this once, if no copy is kept. */
export type Installed = Changed & { readonly secret: string }

/** Installs an application from its manifest. */
export function installApplication(
  ports: ApplicationPorts,
  ask: ApplicationAsk,
  install: { readonly body: unknown; readonly revision?: number | undefined },
  given: GivenInstallation = {},
): Promise<Installed> {
  const { manifest, switches } = readManifest(install.body)
  return insert(ports, ask, install.revision, given, {
    manifest,
    enabled: switches.enabled ?? true,
    firstParty: checkFirstParty(ask, switches.first_party, false),
    secretReadable: switches.secret_readable ?? true,
  })
}

type Described = {
  readonly manifest: Manifest
  readonly enabled: boolean
  readonly firstParty: boolean
  readonly secretReadable: boolean
}

async function insert(
  ports: ApplicationPorts,
  ask: ApplicationAsk,
  revision: number | undefined,
  given: GivenInstallation,
  described: Described,
): Promise<Installed> {
  const { accountId } = ask
  const now = ports.clock.now()
  const { id = randomUuid(), secret = makeSecret(), global } = given
  return ports.storage.write(async (tx) => {
    const next = (await holdInstallations(tx, accountId, revision)) + 1
    if ((await tx.applications.count(accountId)) >= mostApplications) {
      throw new DomainError(
        'limit_reached',
        `An account has at most ${mostApplications} applications. Uninstall one that is not used.`,
      )
    }
    const owner = { dataKeys: ports.dataKeys, accountId, id, accounts: tx.accounts }
    const stored: StoredApplication = {
      application: {
        ...{ id, ...described, global, createdAt: now, updatedAt: now },
        revision: next,
        deleted: false,
      },
      secret: await keepSecret(owner, secret, described.secretReadable),
      previous: undefined,
    }
    const outcome = await tx.applications.insert(accountId, await sealWebhooks(owner, stored))
    if (outcome === 'name_taken') throw nameTaken()
    if (outcome === 'exists') {
      throw new DomainError('name_taken', 'An application with this client_id exists or existed.', {
        fields: ['client_id: is taken'],
      })
    }
    await note(ports, tx, ask, auditOfApplication('Add new', undefined, stored.application))
    return { stored, revision: next, secret }
  })
}
