import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { DocumentRefusal } from '#domain/foreign-keys/foreign-document.ts'
import type { Clock } from '#lib/clock.ts'
import { createRecentlyUsed } from '#lib/recently-used.ts'

/** What of an identity provider is asked. */
export type CircuitTarget = 'metadata' | 'keys' | 'token'

/** Calls of one connector to one server. With another URL it is another circuit. */
export type CircuitName = {
  readonly accountId: AccountId
  /** The connector's. */
  readonly id: number | string
  readonly target: CircuitTarget
  readonly url: string
}

/** Why a call failed, in words for an administrator. */
export type CallFault = { readonly refusal: DocumentRefusal; readonly reason: string }

/** What came of the calls of late. Times are milliseconds since 1970. */
export type CircuitReport = {
  readonly url: string
  /** `open`: nothing is asked until then. `half-open`: the next call is the one that tries. */
  readonly state: 'closed' | 'open' | 'half-open'
  readonly failuresInARow: number
  readonly openUntil: number | undefined
  readonly lastSuccessAt: number | undefined
  readonly lastFailure: (CallFault & { readonly at: number }) | undefined
}

/**
 * What a call tells of its server: it works, it does not, it is there and answers with a fault, or nothing (it was not
 * asked).
 */
export type CallVerdict = 'works' | 'unknown' | CallFault | { readonly answered: CallFault }

export type Circuits = {
  /** Asks, unless the circuit is open: then it answers why, as the server did last. */
  run<Outcome>(
    name: CircuitName,
    ask: () => Promise<Outcome>,
    verdictOf: (outcome: Outcome) => CallVerdict,
  ): Promise<
    | { readonly ran: true; readonly outcome: Outcome }
    | { readonly ran: false; readonly fault: CallFault }
  >
  /** `undefined`: nothing was asked yet. */
  report(name: Omit<CircuitName, 'url'>): CircuitReport | undefined
}

const mostFailures = 5
const firstWaitMs = 5000
const longestWaitMs = 120_000
const mostKept = 10_000

type Circuit = {
  readonly url: string
  failuresInARow: number
  /** 0: closed. */
  waitMs: number
  openUntil: number
  isProbing: boolean
  /** Counts how often it opened: a call that was let in before tells nothing of what is now. */
  era: number
  lastSuccessAt: number | undefined
  lastFailure: CircuitReport['lastFailure']
}

/**
 * Spares a server that does not work, and whoever would wait for it. After five failures in a row nothing is asked for 5
 * seconds, then one call tries; each time that fails the wait doubles, up to 2 minutes. One answer closes it. Each
 * process learns for itself.
 */
export function createCircuits({ clock }: { readonly clock: Clock }): Circuits {
  const circuits = createRecentlyUsed<Circuit>(mostKept)

  function circuitOf(name: CircuitName): Circuit {
    const key = keyOf(name)
    const kept = circuits.get(key)
    if (kept?.url === name.url) return kept
    const made = newCircuit(name.url)
    circuits.set(key, made)
    return made
  }

  return {
    run: async (name, ask, verdictOf) => {
      const circuit = circuitOf(name)
      const { era, waitMs } = circuit
      if (waitMs > 0) {
        if (circuit.isProbing || clock.now() < circuit.openUntil) {
          return { ran: false, fault: notAsked(circuit) }
        }
        circuit.isProbing = true
      }
      let verdict: CallVerdict = 'unknown'
      try {
        const outcome = await ask()
        verdict = verdictOf(outcome)
        return { ran: true, outcome }
      } finally {
        note(circuit, { era, isProbe: waitMs > 0 }, verdict, clock.now())
      }
    },
    report: (name) => {
      const kept = circuits.peek(keyOf(name))
      return kept && reportOf(kept, clock.now())
    },
  }
}

function note(
  circuit: Circuit,
  { era, isProbe }: { readonly era: number; readonly isProbe: boolean },
  verdict: CallVerdict,
  now: number,
): void {
  const fault = faultOf(verdict)
  if (verdict === 'works') circuit.lastSuccessAt = now
  if (fault !== undefined) circuit.lastFailure = { ...fault, at: now }
  if (era !== circuit.era) return
  if (isProbe) circuit.isProbing = false
  if (verdict === 'unknown') return
  if (verdict === 'works' || 'answered' in verdict) {
    circuit.failuresInARow = 0
    circuit.waitMs = 0
    return
  }
  circuit.failuresInARow += 1
  if (isProbe || circuit.failuresInARow >= mostFailures) open(circuit, now)
}

function faultOf(verdict: CallVerdict): CallFault | undefined {
  if (verdict === 'works' || verdict === 'unknown') return undefined
  return 'answered' in verdict ? verdict.answered : verdict
}

function open(circuit: Circuit, now: number): void {
  circuit.era += 1
  circuit.waitMs = Math.min(Math.max(circuit.waitMs * 2, firstWaitMs), longestWaitMs)
  circuit.openUntil = now + circuit.waitMs
}

function reportOf(circuit: Circuit, now: number): CircuitReport {
  const { url, waitMs, openUntil, failuresInARow, lastSuccessAt, lastFailure } = circuit
  const isOpen = waitMs > 0 && now < openUntil
  const state = waitMs === 0 ? 'closed' : isOpen ? 'open' : 'half-open'
  return {
    url,
    state,
    failuresInARow,
    openUntil: isOpen ? openUntil : undefined,
    lastSuccessAt,
    lastFailure,
  }
}

function notAsked({ lastFailure }: Circuit): CallFault {
  const { refusal = 'busy', reason = 'it did not work' } = lastFailure ?? {}
  return {
    refusal,
    reason: `it is not asked for a while, since it failed again and again: ${reason}`,
  }
}

function keyOf({ accountId, id, target }: Omit<CircuitName, 'url'>): string {
  return `${accountId} ${id} ${target}`
}

function newCircuit(url: string): Circuit {
  return {
    url,
    failuresInARow: 0,
    waitMs: 0,
    openUntil: 0,
    isProbing: false,
    era: 0,
    lastSuccessAt: undefined,
    lastFailure: undefined,
  }
}
