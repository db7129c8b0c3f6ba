import { subjectFault } from './consumer-id.ts'

/** `typ` of a ConsumerJWS. Its keys have a document of their own and sign nothing else. */
export const consumerJwsType = 'JWT'

/** Exactly these (contract 3 section 2.2): it has no lifetime, and says nothing of who asked for it. */
export type ConsumerJwsClaims = {
  readonly account_id: string
  readonly ext_consumer_id: string
  readonly lp_consumer_id: string
}

/** Claims of a ConsumerJWS, in this order. */
export function consumerJwsClaims(of: {
  readonly accountId: string
  readonly extConsumerId: string
  readonly consumerId: string
}): ConsumerJwsClaims {
  return {
    account_id: of.accountId,
    ext_consumer_id: of.extConsumerId,
    lp_consumer_id: of.consumerId,
  }
}

/**
 * Reads the claims of a token whose signature was right. `undefined`: it is not a ConsumerJWS of this account; a token
 * with any other claim is something else.
 */
export function readConsumerJwsClaims(
  claims: Readonly<Record<string, unknown>>,
  accountId: string,
): ConsumerJwsClaims | undefined {
  const { account_id: account, ext_consumer_id: extConsumerId, lp_consumer_id: consumer } = claims
  if (Object.keys(claims).length !== 3 || account !== accountId) return undefined
  if (typeof extConsumerId !== 'string' || subjectFault(extConsumerId) !== undefined) {
    return undefined
  }
  if (typeof consumer !== 'string' || !/^[0-9a-f]{64}$/.test(consumer)) return undefined
  return consumerJwsClaims({ accountId, extConsumerId, consumerId: consumer })
}
