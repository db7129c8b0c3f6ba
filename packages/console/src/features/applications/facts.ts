import type { ApplicationObject } from '@watchword/protocol/api/application.ts'
import type { OfferedApplications } from '@watchword/protocol/api/application-reports.ts'
import type { ShownSecret } from './secret-values.ts'

/** Whose users may use it, by the names of their profiles; one that is gone by its number. */
export function audienceOf(
  only: readonly number[] | undefined,
  profiles: readonly { readonly id: number; readonly name: string }[],
  words: { readonly everybody: string; readonly nobody: string },
): readonly string[] {
  if (only === undefined) return [words.everybody]
  if (only.length === 0) return [words.nobody]
  const names = new Map(profiles.map(({ id, name }) => [id, name]))
  return only.map((id) => names.get(id) ?? `${id}`)
}

/** So many are named beside how many there are. */
const mostNamed = 8

/** Who is signed in: how many, and the first of them by name. */
export function whoOf(users: readonly string[], count: string): string {
  const shown = users.slice(0, mostNamed)
  return `${count}: ${shown.join(', ')}${users.length > shown.length ? ' …' : ''}`
}

type Offer = OfferedApplications['applications'][number]

/** A version of an application that was published since it was installed. */
export function newerOffer(offers: readonly Offer[], id: string): Offer | undefined {
  return offers.find(
    ({ installed, version }) => installed?.id === id && installed.version !== version,
  )
}

/** The secret of an answer; `undefined`: there is none, or the application has no use for it. */
export function secretIn(
  answered: Pick<ApplicationObject, 'client_id' | 'client_secret'> & {
    readonly token_endpoint_auth_method?: string
  },
): ShownSecret | undefined {
  const { client_id: clientId, client_secret: secret, token_endpoint_auth_method } = answered
  return secret === undefined || token_endpoint_auth_method === 'none'
    ? undefined
    : { clientId, secret }
}
