/**
 * The peer: a bare Fastify route that gives the same status, headers and body as the answer it is shown.
 * With `BENCH_PEER_SCHEMA` the body is an object, written by a compiled serializer as ours is.
 */
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { serveBench } from './harness/server.ts'

serveBench(async () => {
  const route = process.env['BENCH_PEER_ROUTE'] ?? '/'
  const headers = JSON.parse(process.env['BENCH_PEER_HEADERS'] ?? '{}') as Record<string, string>
  const text = process.env['BENCH_PEER_BODY'] ?? '{}'
  const asObject = process.env['BENCH_PEER_SCHEMA'] === 'true'
  const body = asObject ? (JSON.parse(text) as Record<string, unknown>) : text
  const app = Fastify()
  const schema = asObject ? { response: { 200: schemaOf(body) } } : {}
  app.get(route, { schema }, (request, reply) => {
    reply.headers(headers).header('x-request-id', request.id)
    return reply.send(body)
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { port: (app.server.address() as AddressInfo).port }
})

/** The JSON Schema of one value, so that the peer serializes with as much knowledge as we do. */
function schemaOf(value: unknown): object {
  if (Array.isArray(value))
    return { type: 'array', items: value.length > 0 ? schemaOf(value[0]) : {} }
  if (value === null) return { type: 'null' }
  if (typeof value === 'number') return { type: Number.isInteger(value) ? 'integer' : 'number' }
  if (typeof value !== 'object') return { type: typeof value }
  const properties = Object.entries(value).map(([name, member]) => [name, schemaOf(member)])
  return { type: 'object', properties: Object.fromEntries(properties) as object }
}
