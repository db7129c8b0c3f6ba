import path from 'node:path'
import { startChild } from './harness/child.ts'
import { requestText } from './harness/http-connection.ts'
import { type Measurement, measure, startLoadGenerator } from './harness/load.ts'
import { type Comparison, pairedRatio } from './harness/paired-ratio.ts'
import { type BenchServer, startServer } from './harness/server.ts'
import type { Operations } from './harness/time-operations.ts'
import { accountPath, type ConsumerExtra } from './watchword-consumers.ts'
import type { WatchwordExtra } from './watchword-server.ts'

type Options = { readonly environment?: Readonly<Record<string, string>> }

const here = import.meta.dirname
const connections = 32
const rounds = 7

/** Consumers who were here before are let in, against the two RSA operations that this takes at least. */
export async function authenticateAgainstBound(
  connector: 'pasted' | 'jwks',
  options: Options = {},
): Promise<Comparison> {
  return againstBound(options, async (server, { consumers }) => {
    const target = `${accountPath}/app/${consumers[connector]}/authenticate?v=3.0`
    const supplied = await server.supply({ what: 'id tokens', count })
    return (supplied as readonly string[]).map((idToken) => post(target, { id_token: idToken }))
  })
}

/** New anonymous identities, against the same two operations; one is enough here. */
export async function anonymousAgainstBound(options: Options = {}): Promise<Comparison> {
  return againstBound(options, async () => [post(`${accountPath}/anonymous/authorize`, {})])
}

const count = 3000

async function againstBound(
  { environment = {} }: Options,
  requestsOf: (server: BenchServer, extra: WatchwordExtra) => Promise<readonly string[]>,
): Promise<Comparison> {
  const server = await startWatchword(environment)
  const bound = startChild(path.join(here, 'rsa-pair.ts'), { cpu: 0 })
  const generator = startLoadGenerator({ cpu: 1 })
  const pairs: Operations = { count, atOnce: connections }
  try {
    return await pairedRatio({
      a: async () => {
        const requests = await requestsOf(server, server.extra as WatchwordExtra)
        return measure(generator, server, { connections, count, requests })
      },
      b: async () => (await bound.ask(pairs)) as Measurement,
      rounds,
    })
  } finally {
    await Promise.all([server.stop(), bound.stop(), generator.stop()])
  }
}

/** A consumer who reads what is known of them, against an administrator who reads the same. */
export async function consumerTokenAgainstBearer(options: Options = {}): Promise<Comparison> {
  const server = await startWatchword(options.environment ?? {})
  const generator = startLoadGenerator({ cpu: 1 })
  const { bearer, consumers } = server.extra as WatchwordExtra
  const get = (target: string, token: string) => [
    requestText('GET', target, { headers: { authorization: `Bearer ${token}` } }),
  ]
  const load = { connections, count: 10_000 }
  const { ownPath, consumerPath, consumerToken } = consumers satisfies ConsumerExtra
  try {
    return await pairedRatio({
      a: () => measure(generator, server, { ...load, requests: get(ownPath, consumerToken) }),
      b: () => measure(generator, server, { ...load, requests: get(consumerPath, bearer) }),
      rounds: 9,
    })
  } finally {
    await Promise.all([server.stop(), generator.stop()])
  }
}

function startWatchword(environment: Readonly<Record<string, string>>): Promise<BenchServer> {
  return startServer(path.join(here, 'watchword-server.ts'), { cpu: 0, environment })
}

function post(target: string, body: object): string {
  return requestText('POST', target, {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
