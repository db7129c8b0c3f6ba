import { type Measurement, percentile } from './load.ts'

/** So many operations, so many of them at once. */
export type Operations = { readonly count: number; readonly atOnce: number }

/** Times one operation of this process over and over, as a load times a server's. */
export async function timeOperations(
  { count, atOnce }: Operations,
  operate: () => Promise<unknown>,
): Promise<Measurement> {
  const latencies = new Float64Array(count)
  let started = 0
  const work = async () => {
    while (started < count) {
      const index = started
      started += 1
      const startedAt = performance.now()
      await operate()
      latencies[index] = performance.now() - startedAt
    }
  }
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: atOnce }, work))
  const milliseconds = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  const sorted = latencies.toSorted()
  return {
    perSecond: (count / milliseconds) * 1000,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    cpuMicrosecondsPerRequest: (user + system) / count,
  }
}
