import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { describe, test } from 'node:test'
import { DomainError } from '#domain/errors.ts'
import { createHttpApp } from '#http/app.ts'
import { createRequestMetrics } from '#http/ops/request-metrics.ts'
import { observeRequests } from '#http/plugins/observe-requests.ts'
import { createLog } from '#lib/log.ts'
import { createTestClock } from '../support/clock.ts'

function createApp(level: string) {
  const lines: Record<string, unknown>[] = []
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(JSON.parse(String(chunk)))
      done()
    },
  })
  const log = createLog(level, sink)
  const app = createHttpApp({ clock: createTestClock(), log, publicTls: false, trustedProxies: [] })
  const metrics = createRequestMetrics()
  observeRequests(app, { metrics, statistics: { answered: () => {} } })
  app.get('/things/:id', async () => ({ ok: true }))
  app.get('/refused/:id', async () => {
    throw new DomainError('forbidden', 'No.')
  })
  app.get('/broken/:id', async () => {
    throw new Error('a secret of ours')
  })
  app.get('/elsewhere/:status', async (request, reply) => {
    const { status } = request.params as { readonly status: string }
    return reply.code(Number(status)).send({})
  })
  const access = () => lines.filter(({ msg }) => msg === 'request')
  return { app, metrics, lines, access }
}

describe('the access log', () => {
  test('one line a request: template, status, time and id, but no path and no query', async () => {
    const { app, access } = createApp('debug')
    await app.inject({ url: '/things/12?token=s3cret', headers: { 'x-request-id': 'abc' } })
    const [line] = access()
    assert.equal(access().length, 1)
    assert.equal(line?.['level'], 'debug')
    assert.equal(line?.['route'], '/things/:id')
    assert.equal(line?.['method'], 'GET')
    assert.equal(line?.['status'], 200)
    assert.equal(line?.['requestId'], 'abc')
    assert.equal(line?.['address'], '127.0.0.1')
    assert.equal(typeof line?.['ms'], 'number')
    assert.doesNotMatch(JSON.stringify(line), /s3cret|things\/12/)
  })

  test('served is debug, refused is info, failed is error', async () => {
    for (const [level, routes] of [
      ['debug', ['/things/:id', '/refused/:id', '/broken/:id', 'none']],
      ['info', ['/refused/:id', '/broken/:id', 'none']],
      ['error', ['/broken/:id']],
      ['silent', []],
    ] as const) {
      const { app, access } = createApp(level)
      for (const url of ['/things/1', '/refused/1', '/broken/1', '/nowhere/1'])
        await app.inject(url)
      assert.deepEqual(
        access().map(({ route }) => route),
        routes,
        level,
      )
    }
  })

  test('what failed at somebody else’s server is a warning', async () => {
    const { app, access } = createApp('warn')
    for (const status of [502, 504]) await app.inject(`/elsewhere/${status}`)
    assert.deepEqual(
      access().map(({ level, status }) => [level, status]),
      [
        ['warn', 502],
        ['warn', 504],
      ],
    )
  })

  test('what failed is logged with the id that the client was given, and not told', async () => {
    const { app, lines } = createApp('error')
    const answer = await app.inject('/broken/1')
    assert.equal(answer.statusCode, 500)
    assert.doesNotMatch(answer.body, /secret/)
    const failure = lines.find(({ msg }) => msg === 'request failed')
    assert.equal(failure?.['requestId'], answer.headers['x-request-id'])
    assert.match(JSON.stringify(failure), /a secret of ours/)
  })
})

test('every answer is counted once, by its template; strangers make no new series', async () => {
  const { app, metrics } = createApp('silent')
  for (const url of ['/things/1', '/things/2', '/refused/1', '/a', '/b', '/%zz'])
    await app.inject(url)
  await app.inject({ method: 'HEAD', url: '/things/1' })
  const counted = metrics
    .all()
    .flatMap(({ method, template, countByStatus }) =>
      [...countByStatus].map(([status, count]) => `${method} ${template} ${status} ${count}`),
    )
  assert.deepEqual(counted.toSorted(), [
    '* none 404 2',
    'GET /refused/:id 403 1',
    'GET /things/:id 200 2',
    'HEAD /things/:id 200 1',
  ])
})
