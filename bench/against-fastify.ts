import path from 'node:path'
import { requestText } from './harness/http-connection.ts'
import { measure, startLoadGenerator } from './harness/load.ts'
import { type Comparison, pairedRatio } from './harness/paired-ratio.ts'
import { startServer } from './harness/server.ts'
import type { WatchwordExtra } from './watchword-server.ts'

/** What is asked of our server, and how the peer answers the same. */
export type Read = {
  path(extra: WatchwordExtra): string
  readonly route: string
  readonly withBearer: boolean
  readonly peerSerializes: boolean
}

/** Our answer to a GET against a bare Fastify route that gives the same; each server on one core in turn. */
export async function againstFastify(
  read: Read,
  options: {
    readonly environment?: Readonly<Record<string, string>>
    readonly count?: number
  } = {},
): Promise<Comparison> {
  const { environment = {}, count = 20_000 } = options
  const here = import.meta.dirname
  const ours = await startServer(path.join(here, 'watchword-server.ts'), { cpu: 0, environment })
  const extra = ours.extra as WatchwordExtra
  const target = read.path(extra)
  const authorization: Record<string, string> = read.withBearer
    ? { authorization: `Bearer ${extra.bearer}` }
    : {}
  const answer = await fetch(`http://127.0.0.1:${ours.port}${target}`, { headers: authorization })
  const left = new Set(['date', 'connection', 'keep-alive', 'content-length', 'x-request-id'])
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !left.has(name)))
  const peer = await startServer(path.join(here, 'fastify-server.ts'), {
    cpu: 0,
    environment: {
      BENCH_PEER_ROUTE: read.route,
      BENCH_PEER_HEADERS: JSON.stringify(headers),
      BENCH_PEER_BODY: await answer.text(),
      BENCH_PEER_SCHEMA: String(read.peerSerializes),
    },
  })
  const generator = startLoadGenerator({ cpu: 1 })
  try {
    const requests = [requestText('GET', target, { headers: authorization })]
    const load = { connections: 32, count, requests }
    return await pairedRatio({
      a: () => measure(generator, ours, load),
      b: () => measure(generator, peer, load),
      rounds: 7,
    })
  } finally {
    await Promise.all([ours.stop(), peer.stop(), generator.stop()])
  }
}
