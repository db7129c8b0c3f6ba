import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createPasswords } from '../packages/server/src/domain/login/passwords.ts'
import { connect, type HttpConnection, requestText } from './harness/http-connection.ts'
import { measure, percentile, startLoadGenerator } from './harness/load.ts'
import { median } from './harness/paired-ratio.ts'
import { startServer } from './harness/server.ts'
import type { WatchwordExtra } from './watchword-server.ts'

/** Logins per second of the whole server, against hashes per second of the same pool alone. */
export type LoginRate = {
  readonly loginsPerSecond: number
  readonly hashesPerSecond: number
  readonly ratio: number
  readonly p99Ms: number
}

const module = path.join(import.meta.dirname, 'watchword-server.ts')
const rounds = 5
const readRounds = 9

/** The server on both cores with a pool of one thread (cores - 1), against that pool without a server. */
export async function loginRate(
  environment: Readonly<Record<string, string>> = {},
): Promise<LoginRate> {
  const server = await startServer(module, {
    environment: { ...environment, BENCH_HASH_THREADS: '1' },
  })
  const generator = startLoadGenerator()
  const passwords = createPasswords({ threads: 1, maxQueue: 1000 })
  try {
    const extra = server.extra as WatchwordExtra
    const hash = await passwords.hash(extra.password)
    const raw = async (count: number) => {
      const started = performance.now()
      await Promise.all(Array.from({ length: count }, () => passwords.verify(extra.password, hash)))
      return (count / (performance.now() - started)) * 1000
    }
    const login = () =>
      measure(generator, server, { connections: 8, count: 300, requests: [loginRequest(extra)] })
    await raw(50)
    await login()
    const pairs = []
    for (let round = 0; round < rounds; round += 1) {
      pairs.push({ hashes: await raw(300), logins: await login() })
    }
    return {
      loginsPerSecond: median(pairs.map(({ logins }) => logins.perSecond)),
      hashesPerSecond: median(pairs.map(({ hashes }) => hashes)),
      ratio: median(pairs.map(({ logins, hashes }) => logins.perSecond / hashes)),
      p99Ms: median(pairs.map(({ logins }) => logins.p99Ms)),
    }
  } finally {
    await Promise.all([server.stop(), generator.stop(), passwords.close()])
  }
}

/**
 * The p99 of a bearer-checked GET at a steady 200 per second: alone, while another process verifies as many passwords for as
 * many clients, and while logins fill the pool of the server itself. The second is what two cores make of so much work,
 * whatever the server does.
 */
export async function readsDuringLogins(): Promise<{
  readonly idleP99Ms: number
  readonly elsewhereP99Ms: number
  readonly busyP99Ms: number
  /** Of the rounds' own: each to idle, and logins here to logins elsewhere. */
  readonly elsewhereRatio: number
  readonly ratio: number
  readonly toElsewhere: number
}> {
  const server = await startServer(module, { environment: { BENCH_HASH_THREADS: '1' } })
  const other = await startServer(path.join(import.meta.dirname, 'hash-only-server.ts'))
  const loginners = startLoadGenerator()
  try {
    const extra = server.extra as WatchwordExtra
    const requests = [
      requestText('GET', extra.userPath, { headers: { authorization: `Bearer ${extra.bearer}` } }),
    ]
    const read = async () => {
      const latencies = await readSteadily(server.port, requests[0] ?? '')
      return percentile(latencies.toSorted(), 0.99)
    }
    const readWhile = async (port: number) => {
      // More than a pool of one thread verifies in the three seconds of reading.
      const load = { port, connections: 4, count: 600, requests: [loginRequest(extra)] }
      const logins = loginners.ask(load)
      const p99Ms = await read()
      await logins
      return p99Ms
    }
    await readWhile(server.port)
    await readWhile(other.port)
    const pairs = []
    for (let round = 0; round < readRounds; round += 1) {
      const idle = await read()
      const elsewhere = await readWhile(other.port)
      const busy = await readWhile(server.port)
      pairs.push({ idle, elsewhere, busy })
    }
    return {
      idleP99Ms: median(pairs.map(({ idle }) => idle)),
      elsewhereP99Ms: median(pairs.map(({ elsewhere }) => elsewhere)),
      busyP99Ms: median(pairs.map(({ busy }) => busy)),
      elsewhereRatio: median(pairs.map(({ idle, elsewhere }) => elsewhere / idle)),
      ratio: median(pairs.map(({ idle, busy }) => busy / idle)),
      toElsewhere: median(pairs.map(({ elsewhere, busy }) => busy / elsewhere)),
    }
  } finally {
    await Promise.all([server.stop(), other.stop(), loginners.stop()])
  }
}

/** One request every five milliseconds for three seconds, whether the one before was answered or not. */
async function readSteadily(port: number, request: string): Promise<Float64Array> {
  const count = 600
  const latencies = new Float64Array(count)
  const idle: HttpConnection[] = []
  const readOnce = async (index: number) => {
    const connection = idle.pop() ?? connect(port)
    const sentAt = performance.now()
    const status = await connection.send(request)
    if (status !== 200) throw new Error(`A read was answered with ${status}.`)
    latencies[index] = performance.now() - sentAt
    idle.push(connection)
  }
  const reads: Promise<void>[] = []
  const startedAt = performance.now()
  for (let index = 0; index < count; index += 1) {
    const dueIn = startedAt + index * 5 - performance.now()
    if (dueIn > 0) await setTimeout(dueIn)
    reads.push(readOnce(index))
  }
  await Promise.all(reads)
  for (const connection of idle) connection.close()
  return latencies
}

function loginRequest({ loginPath, loginName, password }: WatchwordExtra): string {
  const body = JSON.stringify({ username: loginName, password })
  return requestText('POST', loginPath, { body, headers: { 'content-type': 'application/json' } })
}
