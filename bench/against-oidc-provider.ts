import path from 'node:path'
import { startChild } from './harness/child.ts'
import { type Measurement, measure, startLoadGenerator } from './harness/load.ts'
import { type Comparison, pairedRatio } from './harness/paired-ratio.ts'
import { type BenchServer, startServer } from './harness/server.ts'
import type { Operations } from './harness/time-operations.ts'
import { type TokenExtra, type TokenFlow, tokenRequestText } from './token-flows.ts'
import type { WatchwordExtra } from './watchword-server.ts'

type Options = {
  readonly environment?: Readonly<Record<string, string>>
  /** Instead of the flow's own. */
  readonly count?: number
}

const here = import.meta.dirname
const connections = 32
const rounds = 7

/** One flow of ours against the same of npm `oidc-provider`: same client, same algorithm, one core each in turn. */
export async function againstOidcProvider(
  flow: TokenFlow,
  { environment = {}, count = flow.count }: Options = {},
): Promise<Comparison> {
  const ours = await startWatchword(environment)
  const peer = await startServer(path.join(here, 'oidc-provider-server.ts'), { cpu: 0 })
  const generator = startLoadGenerator({ cpu: 1 })
  const round = async (server: BenchServer, extra: TokenExtra) => {
    const requests = await requestsOf(flow, server, extra, count)
    return measure(generator, server, { connections, count, requests })
  }
  try {
    return await pairedRatio({
      a: () => round(ours.server, ours.extra),
      b: () => round(peer, peer.extra as TokenExtra),
      rounds,
    })
  } finally {
    await Promise.all([ours.server.stop(), peer.stop(), generator.stop()])
  }
}

/** A flow of ours that is one RS256 signature and little more, against `jose` that signs and nothing more. */
export async function againstJose(
  flow: TokenFlow,
  { environment = {}, count = flow.count }: Options = {},
): Promise<Comparison> {
  const { server, extra } = await startWatchword(environment)
  const signer = startChild(path.join(here, 'jose-signing.ts'), { cpu: 0 })
  const generator = startLoadGenerator({ cpu: 1 })
  const requests = await requestsOf(flow, server, extra, count)
  const signing: Operations = { count, atOnce: connections }
  try {
    return await pairedRatio({
      a: () => measure(generator, server, { connections, count, requests }),
      b: async () => (await signer.ask(signing)) as Measurement,
      rounds,
    })
  } finally {
    await Promise.all([server.stop(), signer.stop(), generator.stop()])
  }
}

async function startWatchword(environment: Readonly<Record<string, string>>) {
  const server = await startServer(path.join(here, 'watchword-server.ts'), { cpu: 0, environment })
  return { server, extra: (server.extra as WatchwordExtra).tokens }
}

/** What is used up was made before the round: neither side is measured at it. */
async function requestsOf(
  flow: TokenFlow,
  server: BenchServer,
  extra: TokenExtra,
  count: number,
): Promise<readonly string[]> {
  const { supply, client } = flow
  if (supply === undefined) return [tokenRequestText(flow, extra)]
  const wanted = supply.count === 'every request' ? count : supply.count
  const supplied = await server.supply({ what: supply.what, client, count: wanted })
  return (supplied as readonly string[]).map((text) => tokenRequestText(flow, extra, text))
}
