import type { Client } from '#domain/applications/client.ts'
import type { Messages } from './messages.ts'

/** What an application is called on a page: in the page's language, if it has a name in it. */
export function nameOf(
  { displayName, localNames }: Pick<Client, 'displayName' | 'localNames'>,
  { lang }: Pick<Messages, 'lang'>,
): string {
  return localNames.get(lang) ?? displayName
}
