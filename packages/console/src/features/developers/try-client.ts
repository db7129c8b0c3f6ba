import type { TryClient } from './try-flow.ts'

/** What is sent of what was typed. A secret is what it is; around the others, blanks come with pasting. */
export function clientOf({ clientId, clientSecret, scope }: TryClient): TryClient {
  return {
    ...{ clientId: clientId.trim(), clientSecret },
    scope: scope.trim().split(/\s+/).join(' '),
  }
}

/** What is missing before a flow can run. */
export function missingIn(client: TryClient): readonly (keyof TryClient)[] {
  const sent = clientOf(client)
  return (['clientId', 'clientSecret'] as const).filter((name) => sent[name] === '')
}
