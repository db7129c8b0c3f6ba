import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  type ConsumerAcr,
  type ConsumerJwtClaims,
  type ConsumerJwtSource,
  consumerJwtClaims,
  consumerJwtId,
  consumerJwtType,
  issueTimeOf,
  judgeConsumerJwt,
} from '@watchword/protocol/consumers/consumer-jwt.ts'
import { createAccountCache } from '#domain/account-cache.ts'
import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import { randomHex } from '#lib/random.ts'
import type { Reads, RevocationSubject, Storage } from '#storage/port.ts'

/** A consumer, known by a token of ours. Times in milliseconds since 1970. */
export type ConsumerCaller = {
  readonly kind: 'consumer'
  readonly accountId: AccountId
  readonly consumerId: string
  /** `0`: nobody vouches for them; `loa1`: the brand does. */
  readonly acr: ConsumerAcr
  readonly claims: ConsumerJwtClaims
  readonly issuedAt: number
  readonly expiresAt: number
}

/** Consumer tokens (contract 3 section 2.1): made, and judged. */
export type ConsumerTokens = {
  mint(of: {
    readonly accountId: AccountId
    readonly consumerId: string
    /** Before it was looked at whether the login goes on: who revokes it meanwhile revokes the token. */
    readonly asOf: number
    readonly brand: ConsumerJwtSource['brand']
    /** Instead of that of the kind. */
    readonly lifetimeSeconds?: number
  }): Promise<string>
  /** Judges a token, for whoever must say why it is not good. */
  judge(accountId: AccountId, token: string): Promise<ConsumerTokenJudgement>
  /**
   * Who shows a token: one cache hit; else a signature check and one indexed read. `undefined`: not ours, of another
   * account, expired or revoked.
   */
  find(
    accountId: AccountId,
    token: string,
  ): ConsumerCaller | undefined | Promise<ConsumerCaller | undefined>
}

/** Why a consumer token is not good. */
export type ConsumerTokenFault = 'signature' | 'account' | 'expired' | 'revoked'

export type ConsumerTokenJudgement =
  | { readonly ok: true; readonly caller: ConsumerCaller }
  | { readonly ok: false; readonly fault: ConsumerTokenFault }

/** A token is as long as the longest `kid` makes it: it has to be known before the key is chosen. */
const longestKey = { kid: 'consumer-00-00-00-000000000000', signatureBytes: 256 }

const mostCached = 20_000

export function createConsumerTokens(ports: {
  readonly storage: Pick<Storage, 'announcements'> & {
    readonly read: Pick<Reads, 'consumerRevocations'>
  }
  readonly accounts: KnownAccounts
  readonly signingKeys: Pick<SigningKeys, 'sign' | 'verify'>
  readonly clock: Clock
  readonly publicOrigin: string
}): ConsumerTokens {
  const { storage, accounts, signingKeys, clock, publicOrigin: issuer } = ports
  const known = createAccountCache<ConsumerCaller>(storage.announcements, { max: mostCached })

  async function judge(accountId: AccountId, token: string): Promise<ConsumerTokenJudgement> {
    const account = await accounts.active(accountId)
    if (account === undefined) return bad('account')
    const use = { purpose: 'consumer', typ: consumerJwtType } as const
    const signed = await signingKeys.verify({ kind: 'zone', zone: account.zone }, use, token)
    if (signed === undefined) return bad('signature')
    const judged = judgeConsumerJwt(signed, { issuer, accountId, nowSeconds: clock.now() / 1000 })
    if (!judged.ok) return bad(faultOf[judged.fault])
    const caller = callerOf(accountId, judged.claims)
    const end = await storage.read.consumerRevocations.latest(accountId, subjectsOf(caller))
    return end !== undefined && caller.issuedAt <= end ? bad('revoked') : { ok: true, caller }
  }

  async function findNew(accountId: AccountId, token: string, name: string) {
    const mark = known.mark()
    const judged = await judge(accountId, token)
    if (!judged.ok) return undefined
    known.set(name, accountId, judged.caller, mark)
    return judged.caller
  }

  return {
    async mint({ accountId, consumerId, asOf, brand, lifetimeSeconds }) {
      const account = await accounts.active(accountId)
      if (account === undefined) throw new Error('The account of a consumer is not active.')
      const nowSeconds = Math.floor(asOf / 1000)
      const jti = consumerJwtId(asOf, randomHex(16))
      const named = { consumerId, accountId, issuer, jti, nowSeconds, key: longestKey, brand }
      const claims = consumerJwtClaims(named)
      const use = { purpose: 'consumer', algorithm: 'RS256', typ: consumerJwtType } as const
      const exp = lifetimeSeconds === undefined ? claims.exp : nowSeconds + lifetimeSeconds
      return signingKeys.sign({ kind: 'zone', zone: account.zone }, use, { ...claims, exp })
    },

    judge,

    find: (accountId, token) => {
      const name = sha256Hex(token)
      const caller = known.get(name)
      if (caller === undefined) return findNew(accountId, token, name)
      return caller.accountId === accountId && clock.now() < caller.expiresAt ? caller : undefined
    },
  }
}

const faultOf = {
  iss: 'signature',
  aud: 'account',
  sub: 'signature',
  claims: 'signature',
  exp: 'expired',
} as const

function bad(fault: ConsumerTokenFault): ConsumerTokenJudgement {
  return { ok: false, fault }
}

function callerOf(accountId: AccountId, claims: ConsumerJwtClaims): ConsumerCaller {
  return {
    kind: 'consumer',
    accountId,
    consumerId: claims.sub,
    acr: claims.acr,
    claims,
    // A name that tells no time was refused by the judgement.
    issuedAt: issueTimeOf(claims.jti) ?? 0,
    expiresAt: claims.exp * 1000,
  }
}

/** Whatever may have ended a token. */
export function subjectsOf({ consumerId, claims }: ConsumerCaller): readonly RevocationSubject[] {
  const { jti, sid, acr } = claims
  return [
    ...([`consumer:${consumerId}`, `token:${jti}`] as const),
    ...(acr === '0' ? [`linked:${consumerId}` as const] : []),
    ...(sid ? [`session:${sid}` as const] : []),
  ]
}
