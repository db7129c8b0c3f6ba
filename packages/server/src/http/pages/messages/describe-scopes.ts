import { scopesNamed } from '@watchword/protocol/oauth2/scopes.ts'
import type { Messages } from './messages.ts'

/** What scopes allow, in the words of a page, each once: two names of one scope are one thing to allow. */
export function describeScopes(
  messages: Pick<Messages, 'scopes' | 'unknownScope'>,
  scopes: readonly string[],
): readonly string[] {
  const texts = scopes.flatMap((name) => {
    const known = scopesNamed(name).map(({ scope, description }) => {
      return messages.scopes.get(scope) ?? description
    })
    return known.length === 0 ? [messages.unknownScope(name)] : known
  })
  return [...new Set(texts)]
}
