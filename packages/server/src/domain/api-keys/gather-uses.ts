import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Clock } from '#lib/clock.ts'
import { dayOf } from '#lib/day-of.ts'
import type { ApiKeyUse } from '#storage/port.ts'
import { describeRefusal } from './describe-refusal.ts'
import { isDiagnosable, type Undiagnosed } from './diagnose-refusal.ts'
import type { RefusedRequest } from './refused-request.ts'
import type { SignedRequestRefusal } from './signed-request-refusal.ts'

/** What one account has gathered since the last writing. */
export type Gathered = {
  readonly uses: ReadonlyMap<string, ApiKeyUse>
  readonly refusals: readonly GatheredRefusal[]
}

/** What is kept of a refused request, and what is needed for a moment to find out why it was. */
export type GatheredRefusal = {
  readonly refused: RefusedRequest
  readonly undiagnosed: Undiagnosed | undefined
}

/** Counts in memory, within bounds: a flood costs no memory, and little work. */
export type Gatherer = {
  count(accountId: AccountId, use: Omit<ApiKeyUse, 'day' | 'count' | 'lastAt'>): void
  refused(refusal: SignedRequestRefusal): void
  /** What was gathered; from then on, it begins anew. */
  take(): ReadonlyMap<AccountId, Gathered>
}

/** Under this name what was refused of keys that do not exist is counted. No key has so short an id. */
export const unknownKeyId = 'unknown'

/** More than 100 keys can make of APIs and problems in one day. */
const mostCounts = 5000
const mostAccounts = 2000
/** Of accounts of which nothing is known but that a stranger wrote their name. */
const mostAccountsOfStrangers = 500
const diagnosesPerSecond = 10
/** Of all accounts, at one writing. */
const mostDiagnoses = 50

type Gathering = { readonly uses: Map<string, ApiKeyUse>; readonly refusals: GatheredRefusal[] }

export function createGatherer(ports: {
  readonly clock: Clock
  readonly mostRefusals: number
}): Gatherer {
  const { clock, mostRefusals } = ports
  const allowed = createAllowance()
  let gathered = new Map<AccountId, Gathering>()
  let ofStrangers = 0
  let diagnoses = 0

  function gatheringOf(accountId: AccountId, byStranger: boolean): Gathering | undefined {
    const known = gathered.get(accountId)
    if (known !== undefined) return known
    if (gathered.size >= mostAccounts) return undefined
    if (byStranger && ofStrangers >= mostAccountsOfStrangers) return undefined
    if (byStranger) ofStrangers += 1
    const fresh: Gathering = { uses: new Map(), refusals: [] }
    gathered.set(accountId, fresh)
    return fresh
  }

  const count: Gatherer['count'] = (accountId, use) => {
    const uses = gatheringOf(accountId, use.keyId === unknownKeyId)?.uses
    if (uses === undefined) return
    const now = clock.now()
    const day = dayOf(now)
    const name = `${use.keyId} ${day} ${use.kind} ${use.name}`
    const known = uses.get(name)
    if (known === undefined && uses.size >= mostCounts) return
    uses.set(name, { ...use, day, count: (known?.count ?? 0) + 1, lastAt: now })
  }

  /** A wrong signature of a key that exists, unless many were looked into at this moment. */
  function toDiagnose(refusal: SignedRequestRefusal, now: number): Undiagnosed | undefined {
    const { read, call, problem } = refusal
    if (problem.problem !== 'signature_invalid' || read?.ok !== true) return undefined
    if (!isDiagnosable({ raw: call.raw, read }) || diagnoses >= mostDiagnoses) return undefined
    if (!allowed(call.accountId, now)) return undefined
    diagnoses += 1
    return { raw: call.raw, read, at: now }
  }

  return {
    count,
    refused: (refusal) => {
      const { keyId = unknownKeyId, call, problem } = refusal
      const { accountId, address } = call
      count(accountId, { keyId, kind: 'refusal', name: problem.problem, lastAddress: address })
      // Of a key that does not exist only the count is kept: a stranger must not fill the list.
      if (refusal.keyId === undefined) return
      const refusals = gathered.get(accountId)?.refusals
      if (refusals === undefined || refusals.length >= mostRefusals) return
      const now = clock.now()
      const refused = describeRefusal(refusal, now)
      refusals.push({ refused, undiagnosed: toDiagnose(refusal, now) })
    },
    take: () => {
      const taken = gathered
      gathered = new Map()
      ofStrangers = 0
      diagnoses = 0
      return taken
    },
  }
}

/** A few for each account in each second of the clock. */
function createAllowance() {
  let second = 0
  let given = new Map<AccountId, number>()
  return (accountId: AccountId, now: number): boolean => {
    if (Math.floor(now / 1000) !== second) {
      second = Math.floor(now / 1000)
      given = new Map()
    }
    const before = given.get(accountId) ?? 0
    given.set(accountId, before + 1)
    return before < diagnosesPerSecond
  }
}
