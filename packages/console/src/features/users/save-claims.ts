import type { StandardClaimsAnswer } from '@watchword/protocol/api/standard-claims.ts'
import type { ApiClient } from '#api/client.ts'
import { type Loaded, loadedOf, saveOver } from '#api/save-over.ts'

/** Claims of a user, with the revision of that moment. */
export type ReadClaims = {
  readonly claims: StandardClaimsAnswer
  readonly revision: string | undefined
}

/**
 * Replaces the claims of a user. What somebody else made of them meanwhile comes back and nothing is written; a refusal
 * because another user of the account was changed is no conflict.
 */
export async function saveClaims(
  api: Pick<ApiClient, 'call'>,
  path: string,
  { base, body }: { readonly base: ReadClaims; readonly body: StandardClaimsAnswer },
): Promise<ReadClaims | undefined> {
  const outcome = await saveOver<StandardClaimsAnswer>(
    { value: base.claims, revision: base.revision },
    {
      send: ({ revision }) => ask('PUT', { body, ifMatch: revision }),
      reload: () => ask('GET'),
      isSame: (one, other) => told(one) === told(other),
    },
  )
  if (outcome.kind === 'saved') return undefined
  return { claims: outcome.theirs.value, revision: outcome.theirs.revision }

  async function ask(
    method: string,
    options?: { readonly body: object; readonly ifMatch: string | undefined },
  ): Promise<Loaded<StandardClaimsAnswer>> {
    return loadedOf(await api.call<StandardClaimsAnswer>(method, path, options))
  }
}

/** Claims as a text that is the same whatever the order of their members. */
function told(claims: StandardClaimsAnswer): string {
  return JSON.stringify(claims, (_, value: unknown) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
