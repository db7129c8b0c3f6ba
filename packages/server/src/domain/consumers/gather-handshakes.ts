import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Clock } from '#lib/clock.ts'
import { dayOf } from '#lib/day-of.ts'
import { randomHex } from '#lib/random.ts'
import type { ConnectorUse } from '#storage/port.ts'
import {
  describeHandshake,
  type HandshakeRefusal,
  isProven,
  nameOfRefusal,
  type RefusedHandshake,
} from './refused-handshake.ts'

/** What one account has gathered since the last writing. */
export type GatheredHandshakes = {
  readonly uses: readonly ConnectorUse[]
  readonly refused: readonly RefusedHandshake[]
}

/** Counts in memory, within bounds: a flood costs no memory, and little work. */
export type HandshakeGatherer = {
  count(
    accountId: AccountId,
    use: Pick<ConnectorUse, 'connectorId' | 'kind' | 'name'>,
    at: number,
  ): void
  refused(accountId: AccountId, refusal: HandshakeRefusal): void
  /** What was gathered, and from then on it begins anew; `undefined`: nothing. */
  take(): ReadonlyMap<AccountId, GatheredHandshakes> | undefined
}

const mostAccounts = 2000
/** Of one account: more than its connectors make of rules and codes in a moment. */
const mostCounts = 2000
/** Of one account at one writing, of either kind: signed by the identity provider, or by nobody. */
const mostRefusalsOfKind = 50
/** Of all accounts at one writing. Each is a few thousand characters. */
const mostRefusals = 1000

type Gathering = {
  readonly uses: Map<string, ConnectorUse>
  readonly refused: RefusedHandshake[]
  proven: number
}

/** Gathers what becomes of handshakes. */
export function createHandshakeGatherer({ clock }: { readonly clock: Clock }): HandshakeGatherer {
  let gathered = new Map<AccountId, Gathering>()
  let refusals = 0

  function gatheringOf(accountId: AccountId): Gathering | undefined {
    const known = gathered.get(accountId)
    if (known !== undefined) return known
    if (gathered.size >= mostAccounts) return undefined
    const fresh: Gathering = { uses: new Map(), refused: [], proven: 0 }
    gathered.set(accountId, fresh)
    return fresh
  }

  const count: HandshakeGatherer['count'] = (accountId, use, at) => {
    const uses = gatheringOf(accountId)?.uses
    if (uses === undefined) return
    const day = dayOf(at)
    const name = `${use.connectorId} ${day} ${use.kind} ${use.name}`
    const known = uses.get(name)
    if (known === undefined && uses.size >= mostCounts) return
    const { connectorId, kind } = use
    uses.set(name, {
      ...{ connectorId, day, kind, name: use.name },
      count: (known?.count ?? 0) + 1,
      lastAt: at,
    })
  }

  return {
    count,
    refused: (accountId, refusal) => {
      const at = clock.now()
      const { connectorId = 0 } = refusal
      count(accountId, { connectorId, kind: 'refused', name: nameOfRefusal(refusal) }, at)
      const gathering = gathered.get(accountId)
      if (gathering === undefined || refusals >= mostRefusals) return
      const proven = isProven(refusal)
      const ofKind = proven ? gathering.proven : gathering.refused.length - gathering.proven
      if (ofKind >= mostRefusalsOfKind) return
      if (proven) gathering.proven += 1
      refusals += 1
      gathering.refused.push(describeHandshake(refusal, { id: randomHex(8), at }))
    },
    take: () => {
      if (gathered.size === 0) return undefined
      const taken = gathered
      gathered = new Map()
      refusals = 0
      return new Map(
        [...taken].map(([accountId, { uses, refused }]) => [
          accountId,
          { uses: [...uses.values()], refused },
        ]),
      )
    },
  }
}
