import { createHash } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { signatureBaseString } from '@watchword/protocol/oauth1/signature-base-string.ts'
import type { Clock } from '#lib/clock.ts'
import { randomHex } from '#lib/random.ts'
import type { ApiKeyUse, Storage } from '#storage/port.ts'
import type { RefusedRequest } from './refused-request.ts'
import type { SignedRequestRefusal } from './signed-request-refusal.ts'

/**
 * Counts how keys are used, and keeps what was refused for the explainer. Both are gathered in memory and
 * written together, off the request's path: a process that is killed loses the last moment of *statistics*,
 * never of security state.
 */
export type UseRecorder = {
  used(accountId: AccountId, keyId: string, api: string, address: string): void
  refused(refusal: SignedRequestRefusal): void
  /** Writes what was gathered. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** Newest refused requests kept for an account, and for how long. */
export const keptRefusals = 200
export const keptRefusalsMs = 24 * 3_600_000

const flushEveryMs = 1000
const daysKept = 400
/** What one account may gather between two writes: a flood costs no memory. */
const mostGathered = 500

export function createUseRecorder(ports: {
  readonly storage: Pick<Storage, 'write'>
  readonly clock: Clock
  readonly onFault: (fault: unknown) => void
}): UseRecorder {
  const { storage, clock, onFault } = ports
  let gathered = new Map<AccountId, Gathered>()
  let writing: Promise<void> = Promise.resolve()

  function count(accountId: AccountId, use: Omit<ApiKeyUse, 'day' | 'count' | 'lastAt'>): void {
    const of = gatheredOf(gathered, accountId)
    const now = clock.now()
    const day = dayOf(now)
    const name = `${use.keyId} ${day} ${use.kind} ${use.name}`
    const known = of.uses.get(name)
    if (known === undefined && of.uses.size >= mostGathered) return
    of.uses.set(name, { ...use, day, count: (known?.count ?? 0) + 1, lastAt: now })
  }

  async function writeAll(batch: ReadonlyMap<AccountId, Gathered>): Promise<void> {
    const now = clock.now()
    for (const [accountId, { uses, refusals }] of batch) {
      await storage
        .write(async (tx) => {
          if ((await tx.accounts.find(accountId)) === undefined) return
          await tx.apiKeyUses.add(accountId, [...uses.values()], dayOf(now - daysKept * 86_400_000))
          if (refusals.length === 0) return
          const limits = { keep: keptRefusals, since: now - keptRefusalsMs }
          await tx.refusedRequests.add(accountId, refusals, limits)
        })
        .catch(onFault)
    }
  }

  const flush = () => {
    const batch = gathered
    if (batch.size > 0) {
      gathered = new Map()
      writing = writing.then(() => writeAll(batch))
    }
    return writing
  }
  const timer = setInterval(flush, flushEveryMs)
  timer.unref()

  return {
    used: (accountId, keyId, api, lastAddress) =>
      count(accountId, { keyId, kind: 'use', name: api, lastAddress }),
    refused: (refusal) => {
      const { keyId = 'unknown', call, problem } = refusal
      const { accountId, address } = call
      count(accountId, { keyId, kind: 'refusal', name: problem.problem, lastAddress: address })
      // Of a key that does not exist only the count is kept: a stranger must not fill the list.
      if (refusal.keyId === undefined) return
      const of = gatheredOf(gathered, accountId)
      if (of.refusals.length < keptRefusals) of.refusals.push(describe(refusal, clock.now()))
    },
    flush,
    close: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}

type Gathered = { readonly uses: Map<string, ApiKeyUse>; readonly refusals: RefusedRequest[] }

function gatheredOf(gathered: Map<AccountId, Gathered>, accountId: AccountId): Gathered {
  const known = gathered.get(accountId)
  if (known !== undefined) return known
  const fresh: Gathered = { uses: new Map(), refusals: [] }
  gathered.set(accountId, fresh)
  return fresh
}

/** A day as a number, UTC: 20270131. */
export function dayOf(now: number): number {
  return Number(new Date(now).toISOString().slice(0, 10).replaceAll('-', ''))
}

/** What may be kept of a refused request: no signature, no form body, no secret, no header. */
function describe(refusal: SignedRequestRefusal, now: number): RefusedRequest {
  const { call, problem, read, keyId = '' } = refusal
  const { raw, address } = call
  const signed = read?.ok === true ? read.signed : undefined
  const hadForm = (raw.formBody ?? '') !== ''
  return {
    id: randomHex(8),
    at: now,
    keyId,
    problem,
    address,
    method: raw.method,
    scheme: raw.scheme,
    authority: raw.authority.slice(0, 300),
    path: raw.path.slice(0, 2000),
    parameters: hadForm || signed === undefined ? [] : signed.parameters.slice(0, 100),
    hadForm,
    baseString:
      hadForm || signed === undefined ? undefined : signatureBaseString(signed).slice(0, 8000),
    baseStringDigest:
      signed === undefined
        ? undefined
        : createHash('sha256').update(signatureBaseString(signed)).digest('hex'),
    clockOffsetSeconds:
      read?.ok === true ? read.oauth.timestamp - Math.floor(now / 1000) : undefined,
  }
}
