/** One RS256 verification and one RS256 signature, with nothing around them: a process for one core. */
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { answerParent } from './harness/child.ts'
import { type Measurement, percentile } from './harness/load.ts'

/** As many pairs as requests of a round, as many at once as connections. */
export type Pairs = { readonly count: number; readonly atOnce: number }

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const data = Buffer.from('x'.repeat(300))
const signature = sign('sha256', data, privateKey)

answerParent((message) => measurePairs(message as Pairs))

async function measurePairs({ count, atOnce }: Pairs): Promise<Measurement> {
  const latencies = new Float64Array(count)
  let started = 0
  const work = async () => {
    while (started < count) {
      const index = started
      started += 1
      const startedAt = performance.now()
      if (!verify('sha256', data, publicKey, signature)) throw new Error('A wrong signature.')
      await signElsewhere()
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

function signElsewhere(): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign('sha256', data, privateKey, (fault, made) =>
      fault === null ? resolve(made) : reject(fault),
    )
  })
}
