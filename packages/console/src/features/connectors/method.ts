import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'

/** The ways in that people choose between. The wire says them by `type`, `pkceEnabled` and `jwtPublicKey`. */
export const methods = ['implicit', 'code', 'pkce', 'delegation', 'anonymous'] as const
export type Method = (typeof methods)[number]

/** What makes a connector of type 2 one that vouches for nobody (contract 3 section 12, variant B). */
export const delegationKey = 'CONSUMER_DELEGATION'

/** The reserved name by which pages find the way in for anonymous consumers (contract 3 section 3.2). */
export const anonymousJsMethod = 'lpTag.taglets.unAuthMessaging.lpUnauthFunction'

type Told = {
  readonly type: number
  readonly configuration: Pick<ConnectorObject['configuration'], 'pkceEnabled' | 'jwtPublicKey'>
}

/** The method of a connector as the API tells it. */
export function methodOf({ type, configuration }: Told): Method {
  if (type === 0) return 'anonymous'
  if (type === 1) return 'implicit'
  if (configuration.jwtPublicKey === delegationKey) return 'delegation'
  return configuration.pkceEnabled ? 'pkce' : 'code'
}

/** What of a method stands in `type`. */
export function typeOf(method: Method): 0 | 1 | 2 {
  if (method === 'anonymous') return 0
  return method === 'implicit' ? 1 : 2
}

/** Whether an identity provider vouches for who comes in. */
export function isVouched(method: Method): boolean {
  return method === 'implicit' || method === 'code' || method === 'pkce'
}
