import type { ConsentOfUser, GrantOfUser } from '@watchword/protocol/api/grant.ts'

/** The console's own client (docs/guide/console.md): in every account, and installed by nobody. */
export const consoleClientId = 'watchword-console'

/** One application that may act for the user: what they agreed to, and where they are signed in. */
export type AllowedApplication = {
  readonly clientId: string
  readonly name: string
  readonly scopes: readonly string[]
  /** On the compatible paths a token may do whatever its user may. */
  readonly mayAll: boolean
  readonly signIns: number
  /** When it was first allowed, and last used; ISO 8601. */
  readonly since: string
  readonly lastUsedAt: string | undefined
  /** The user was asked and agreed. */
  readonly asked: boolean
  /** One of its sign-ins is the page that shows this. */
  readonly current: boolean
  /** What is taken back one by one, where nobody was asked. */
  readonly grantIds: readonly string[]
}

/** What a user allowed, by application, the last used first. */
export function allowedApplications(
  grants: readonly GrantOfUser[],
  consents: readonly ConsentOfUser[],
): readonly AllowedApplication[] {
  const clientIds = new Set([...consents, ...grants].map(({ clientId }) => clientId))
  return [...clientIds]
    .map((clientId) =>
      allowed(
        clientId,
        grants.filter((one) => one.clientId === clientId),
        consents.find((one) => one.clientId === clientId),
      ),
    )
    .toSorted((a, b) => (b.lastUsedAt ?? b.since).localeCompare(a.lastUsedAt ?? a.since))
}

function allowed(
  clientId: string,
  grants: readonly GrantOfUser[],
  consent: ConsentOfUser | undefined,
): AllowedApplication {
  const begun = [...grants.map(({ createdAt }) => createdAt), consent?.createdAt ?? '']
  return {
    clientId,
    name: consent?.clientName || grants[0]?.clientName || '',
    scopes: [...new Set([...(consent?.scopes ?? []), ...grants.flatMap(({ scopes }) => scopes)])],
    mayAll: grants.some(({ path }) => path === 'sentinel'),
    signIns: grants.length,
    since: begun.filter((at) => at !== '').toSorted()[0] ?? '',
    lastUsedAt: grants
      .map(({ lastUsedAt }) => lastUsedAt)
      .toSorted()
      .at(-1),
    asked: consent !== undefined,
    current: grants.some(({ current }) => current),
    grantIds: grants.map(({ id }) => id),
  }
}
