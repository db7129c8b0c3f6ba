import assert from 'node:assert/strict'
import http from 'node:http'
import { after, before, describe, test } from 'node:test'
import pino from 'pino'
import { AggregatorRegistry } from 'prom-client'
import { createOperatorToken } from '#domain/operators/operator-tokens.ts'
import type { Storage } from '#storage/port.ts'
import { createTestClock } from '../../../test/support/clock.ts'
import { databaseKinds } from '../../../test/support/storages.ts'
import {
  call,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../../../test/support/test-server.ts'
import { createMetrics } from './metrics.ts'
import { createOpsServer } from './ops-server.ts'
import { registriesOf } from './prometheus.ts'
import { createReadiness } from './readiness.ts'

for (const kind of databaseKinds) {
  describe(`health and metrics on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
      await seedAccount(server, 'acme')
    })
    after(() => server.stop())

    test('live and ready', async () => {
      for (const path of ['/health/live', '/health/ready']) {
        const answer = await call(server, 'GET', path)
        assert.deepEqual([answer.status, answer.body], [200, { status: 'ok' }])
      }
    })

    test('metrics count by route template, method and status, and name no account', async () => {
      await call(server, 'GET', '/api/account/acme/service/smt/baseURI.json')
      await call(server, 'GET', '/api/account/secret_name/service/smt/baseURI.json')
      await call(server, 'GET', '/no/such/secret_name')
      const { status, text, headers } = await call(server, 'GET', '/metrics')
      assert.equal(status, 200)
      assert.match(headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
      const route = '/api/account/:accountId/service/:service/baseURI.json'
      for (const line of [
        `watchword_http_requests_total{method="GET",route="${route}",status="200"} 1`,
        `watchword_http_requests_total{method="GET",route="${route}",status="401"} 1`,
        `watchword_http_requests_total{method="*",route="none",status="404"} 1`,
        `watchword_http_request_duration_seconds_bucket{method="GET",route="${route}",le="+Inf"} 2`,
        `watchword_http_request_duration_seconds_count{method="GET",route="${route}"} 2`,
      ]) {
        assert.ok(text.includes(`${line}\n`), line)
      }
      assert.match(text, /\nprocess_cpu_seconds_total \d/)
      assert.match(text, /\nwatchword_login_queue_length 0\n/)
      assert.doesNotMatch(text, /acme|secret_name/)
    })

    test('to a stranger there are no metrics: 404, whatever token is tried', async () => {
      const remote = { 'x-forwarded-for': '203.0.113.9' }
      for (const headers of [
        remote,
        { ...remote, authorization: 'Bearer nonsense' },
        { ...remote, authorization: `Bearer wwop_${'0'.repeat(64)}` },
        { forwarded: 'for=203.0.113.9' },
        { via: '1.1 proxy' },
      ]) {
        assert.equal((await call(server, 'GET', '/metrics', { headers })).status, 404)
      }
    })

    test('a page whose name was pointed at this machine reads no metrics', async () => {
      const agent = new http.Agent()
      for (const [host, status] of [
        ['rebound.example:8080', 404],
        ['localhost.evil.example', 404],
        ['localhost:8080', 200],
        ['127.0.0.1', 200],
        ['[::1]:8080', 200],
      ] as const) {
        const answered = await new Promise<number | undefined>((resolve, reject) => {
          http
            .get(`${server.origin}/metrics`, { agent, headers: { host } }, (response) => {
              response.resume()
              response.on('end', () => resolve(response.statusCode))
            })
            .on('error', reject)
        })
        assert.equal(answered, status, host)
      }
      agent.destroy()
    })

    test('an operator token shows the metrics to anybody, until it expires', async () => {
      const expiresAt = server.clock.now() + 60_000
      const { value } = await createOperatorToken(server, { label: 'prometheus', expiresAt })
      const headers = { 'x-forwarded-for': '203.0.113.9', authorization: `Bearer ${value}` }
      assert.equal((await call(server, 'GET', '/metrics', { headers })).status, 200)
      server.clock.advance(60_000)
      assert.equal((await call(server, 'GET', '/metrics', { headers })).status, 404)
    })
  })
}

test('with a listener of their own, metrics on the public one need a token even on this machine', async (t) => {
  const server = await startTestServer('sqlite', { WATCHWORD_OPS_PORT: '9' })
  t.after(() => server.stop())
  assert.equal((await call(server, 'GET', '/metrics')).status, 404)
})

test('the listener of their own shows metrics and health to whoever reaches it, and nothing else', async (t) => {
  const metrics = createMetrics()
  metrics.addGauge({ name: 'example', help: 'An example.', value: () => 7 })
  const readiness = { obstacle: async () => 'shutting down' }
  const log = pino({ level: 'silent' })
  const ops = createOpsServer({ clock: createTestClock(), log, metrics, readiness })
  t.after(() => ops.close())
  const origin = await ops.listen({ host: '127.0.0.1', port: 0 })
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const { status, text } = await call({ origin }, 'GET', '/metrics', { headers })
  assert.equal(status, 200)
  assert.match(text, /\nwatchword_example 7\n/)
  assert.equal((await call({ origin }, 'GET', '/health/live')).status, 200)
  const ready = await call({ origin }, 'GET', '/health/ready')
  assert.deepEqual(
    [ready.status, ready.body],
    [503, { status: 'not ready', reason: 'shutting down' }],
  )
  assert.equal((await call({ origin }, 'GET', '/openapi.json')).status, 404)
})

describe('readiness', () => {
  const storageThat = (answers: () => Promise<undefined>, reliable = true) => {
    const announcements = { reliable: () => reliable, subscribe: () => {} }
    const read = { instance: { get: answers } }
    return { read, announcements } as unknown as Pick<Storage, 'read' | 'announcements'>
  }

  test('not ready while the database does not answer, and ready again when it does', async () => {
    let up = false
    const readiness = createReadiness({
      storage: storageThat(async () => {
        if (!up) throw new Error('away')
        return undefined
      }),
    })
    assert.equal(await readiness.obstacle(), 'the database does not answer')
    up = true
    assert.equal(await readiness.obstacle(), undefined)
  })

  test('however many ask at once, the database is asked once', async () => {
    let asked = 0
    const readiness = createReadiness({
      storage: storageThat(async () => {
        asked += 1
        return undefined
      }),
    })
    await Promise.all(Array.from({ length: 50 }, () => readiness.obstacle()))
    assert.equal(asked, 1)
  })

  test('a database that hangs is one that does not answer', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const readiness = createReadiness({ storage: storageThat(() => new Promise(() => {})) })
    const obstacle = readiness.obstacle()
    t.mock.timers.tick(2000)
    assert.equal(await obstacle, 'the database does not answer')
  })

  test('not ready while revocations made elsewhere may be missed, or while shutting down', async () => {
    const deaf = createReadiness({ storage: storageThat(async () => undefined, false) })
    assert.equal(await deaf.obstacle(), 'the announcement channel is lost')
    const leaving = createReadiness({ storage: storageThat(async () => undefined) })
    leaving.shutDown()
    assert.equal(await leaving.obstacle(), 'shutting down')
  })
})

test('the metrics of several processes add up', async () => {
  const processes = [createMetrics(), createMetrics()]
  for (const { requests } of processes) requests.route('GET', '/x').record(200, 4)
  const all = await Promise.all(
    processes.map((metrics) => registriesOf(metrics)[0]?.getMetricsAsJSON() ?? []),
  )
  const text = await AggregatorRegistry.aggregate(all).metrics()
  assert.match(text, /watchword_http_requests_total\{method="GET",route="\/x",status="200"\} 2\n/)
  assert.match(text, /duration_seconds_bucket\{method="GET",route="\/x",le="0\.005"\} 2\n/)
  assert.match(text, /duration_seconds_bucket\{method="GET",route="\/x",le="0\.0025"\} 0\n/)
  assert.match(text, /duration_seconds_sum\{method="GET",route="\/x"\} 0\.008\n/)
})
