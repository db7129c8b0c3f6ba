import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { createAccountCache } from '#domain/account-cache.ts'
import type { Storage } from '#storage/port.ts'
import { describeClient } from './describe-client.ts'

/**
 * The web origins that an account's applications run at: those of their redirect URIs. Scripts there may read what the
 * standard token, userinfo and revocation endpoints answer (contract, our decisions).
 */
export type ClientOrigins = {
  has(accountId: AccountId, origin: string): boolean | Promise<boolean>
}

export function createClientOrigins({
  storage,
}: {
  readonly storage: Pick<Storage, 'read' | 'announcements'>
}): ClientOrigins {
  const known = createAccountCache<ReadonlySet<string>>(storage.announcements, { max: 2000 })

  async function read(accountId: AccountId): Promise<ReadonlySet<string>> {
    const mark = known.mark()
    const applications = await storage.read.applications.list(accountId)
    const origins = new Set(
      applications
        .filter(({ application }) => application.enabled)
        .flatMap(({ application }) => describeClient(accountId, application).redirectUris)
        .flatMap(webOrigin),
    )
    known.set(accountId, accountId, origins, mark)
    return origins
  }

  return {
    has: (accountId, origin) => {
      const origins = known.get(accountId)
      return origins === undefined
        ? read(accountId).then((found) => found.has(origin))
        : origins.has(origin)
    },
  }
}

/** None for the scheme of a native application: its origin would be `null`, which any page can be. */
function webOrigin(uri: string): readonly string[] {
  const url = URL.canParse(uri) ? new URL(uri) : undefined
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? [url.origin] : []
}
