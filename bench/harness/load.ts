import path from 'node:path'
import { type Child, startChild } from './child.ts'
import type { BenchServer } from './server.ts'

/** So many requests over so many connections, each sent when the one before it was answered. */
export type Load = {
  readonly port: number
  readonly connections: number
  readonly count: number
  /** As they go over the wire (`requestText`), in turn. */
  readonly requests: readonly string[]
}

/** What the generator saw. Latencies in milliseconds. */
export type LoadAnswer = {
  readonly milliseconds: number
  readonly latencies: Float64Array
  readonly statuses: Readonly<Record<number, number>>
}

/** One round of one server. */
export type Measurement = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMicrosecondsPerRequest: number
}

/** Starts the generator. It lives through all rounds, so that its code is warm for every server alike. */
export function startLoadGenerator(options: { readonly cpu?: number } = {}): Child {
  return startChild(path.join(import.meta.dirname, 'load-process.ts'), options)
}

/** Runs a load and measures the server. Any status but 200 is a fault of the benchmark, unless expected. */
export async function measure(
  generator: Child,
  server: BenchServer,
  load: Omit<Load, 'port'> & { readonly expect?: number },
): Promise<Measurement> {
  const { expect = 200, ...rest } = load
  const before = await server.usage()
  const answer = (await generator.ask({ ...rest, port: server.port })) as LoadAnswer
  const after = await server.usage()
  if (answer.statuses[expect] !== load.count) {
    throw new Error(`Not every answer was ${expect}: ${JSON.stringify(answer.statuses)}`)
  }
  const sorted = answer.latencies.toSorted()
  return {
    perSecond: (load.count / answer.milliseconds) * 1000,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    cpuMicrosecondsPerRequest: (after.cpuMicroseconds - before.cpuMicroseconds) / load.count,
  }
}

/** The value below which that share of sorted ones lies (nearest rank). */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
