import { ErrorReply } from '@redis/client'
import type { Secret } from '#lib/secret.ts'
import {
  type ClaimOutcome,
  type NonceClaim,
  type NonceStore,
  rememberedSeconds,
} from '../nonces/nonce-store.ts'
import { claimScript, claimScriptSha } from './claim-script.ts'
import { keepConnection, type ValkeyLink, type ValkeyReports } from './connection.ts'
import { withinPatience } from './patience.ts'

export type ValkeyOptions = ValkeyReports & {
  readonly url: Secret
  /** Tests wait less. */
  readonly rememberedMs?: number
  readonly patienceMs?: number
}

type Waiting = { readonly claim: NonceClaim; readonly answer: (outcome: ClaimOutcome) => void }

/**
 * Nonces in Valkey or Redis. Claims that come in one turn of the event loop go together in one script.
 * Without an answer in time the outcome is `unavailable`: what cannot be remembered is not let in.
 */
export async function openValkeyNonces(options: ValkeyOptions): Promise<NonceStore> {
  const { url, rememberedMs = rememberedSeconds * 1000, patienceMs, onFault, onWarning } = options
  let waiting: Waiting[] = []
  let newest = 0
  let told = false
  const claimOn = async (link: ValkeyLink, batch: readonly Waiting[]) => {
    const known = String(newest)
    for (const { claim } of batch) newest = Math.max(newest, claim.timestamp)
    return runScript(link, batch, [known, String(rememberedMs)])
  }
  const greet = (link: ValkeyLink) => claimOn(link, [])
  const connection = await keepConnection({ url, greet, onFault, onWarning })

  /** Rejects when there is no connection, or no answer. */
  async function ask<T>(question: (link: ValkeyLink) => Promise<T>): Promise<T> {
    const link = connection.link()
    if (link === undefined) throw new Error('There is no connection to the Valkey server.')
    try {
      const answer = await withinPatience(question(link), patienceMs)
      told = false
      return answer
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error))
      if (!staysAsItIs(reason)) connection.drop(link, reason)
      else if (!told) onFault(reason)
      told = true
      throw reason
    }
  }

  async function claimTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await ask((link) => claimOn(link, batch))
      batch.forEach(({ answer }, index) => {
        answer(outcomeOf(outcomes[index]))
      })
    } catch {
      for (const { answer } of batch) answer('unavailable')
    }
  }

  function flush(): void {
    const all = waiting
    waiting = []
    for (let start = 0; start < all.length; start += largestBatch) {
      void claimTogether(all.slice(start, start + largestBatch))
    }
  }

  return {
    claim: (claim) =>
      new Promise((answer) => {
        if (waiting.length === 0) setImmediate(flush)
        waiting.push({ claim, answer })
      }),
    count: () => ask(countKeys),
    answers: () =>
      ask((link) => link.send(['PING'])).then(
        () => true,
        () => false,
      ),
    close: async () => {
      // What waits is still sent, and answered if the server answers in time.
      flush()
      await connection.close()
    },
  }
}

/**
 * A refusal that another connection would hear too: the memory is full, or something is not permitted. After
 * any other fault a new connection may lead to a server that can do it, as after a failover.
 */
function staysAsItIs(reason: Error): boolean {
  return reason instanceof ErrorReply && !/^(READONLY|LOADING|MASTERDOWN)/.test(reason.message)
}

const largestBatch = 200
// Braces: on a cluster all of them are in one slot, as a script demands.
const prefix = '{watchword:nonces}:'
const epochKey = `${prefix}epoch`

async function runScript(
  link: ValkeyLink,
  batch: readonly Waiting[],
  settings: readonly string[],
): Promise<readonly unknown[]> {
  const keys = [epochKey, ...batch.map(({ claim }) => keyOf(claim))]
  const values = [link.runId, ...settings, ...batch.map(({ claim }) => String(claim.timestamp))]
  const rest = [String(keys.length), ...keys, ...values]
  try {
    return (await link.send(['EVALSHA', claimScriptSha, ...rest])) as readonly unknown[]
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
    return (await link.send(['EVAL', claimScript, ...rest])) as readonly unknown[]
  }
}

function keyOf({ timestamp, hash }: NonceClaim): string {
  return `${prefix}${timestamp}:${hash.toString('base64url')}`
}

function outcomeOf(answered: unknown): ClaimOutcome {
  if (answered === 1) return 'claimed'
  return answered === 0 ? 'replayed' : 'too_old'
}

async function countKeys(link: ValkeyLink): Promise<number> {
  let count = 0
  let cursor = '0'
  do {
    const answer = await link.send(['SCAN', cursor, 'MATCH', `${prefix}*`, 'COUNT', '1000'])
    const [next, keys] = answer as [string, readonly string[]]
    count += keys.filter((key) => key !== epochKey).length
    cursor = next
  } while (cursor !== '0')
  return count
}
