import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, seedAccount, startTestServer } from '../support/test-server.ts'

const domainApi = '/api/account/acme/service/smt/baseURI.json'

test('what exceeds the limit of an address is 429 with Retry-After, in the shape of its area', async (t) => {
  const server = await startTestServer('sqlite', { WATCHWORD_RATE_LIMITS: 'calls=3' })
  t.after(() => server.stop())
  await seedAccount(server, 'acme')
  for (let turn = 0; turn < 3; turn += 1) {
    assert.equal((await call(server, 'GET', domainApi)).status, 200)
  }
  const bare = await call(server, 'GET', domainApi)
  assert.equal(bare.status, 429)
  assert.equal(bare.headers.get('retry-after'), '20')
  assert.deepEqual(Object.keys(bare.body ?? {}), ['time', 'message', 'internalCode'])
  const envelope = await call(server, 'GET', '/nowhere')
  assert.equal(envelope.status, 429)
  assert.match(
    envelope.text,
    /^\{"error":\{.*"internalCode":29,"responseStatus":"TOO_MANY_REQUESTS"/,
  )

  for (const path of ['/health/live', '/health/ready', '/metrics']) {
    assert.equal((await call(server, 'GET', path)).status, 200, `${path} answers whoever watches`)
  }
  server.clock.advance(20_000)
  assert.equal((await call(server, 'GET', domainApi)).status, 200)
})

test('a client cannot choose the address it counts as, unless a trusted proxy says so', async (t) => {
  const limits = { WATCHWORD_RATE_LIMITS: 'calls=1' }
  const open = await startTestServer('sqlite', limits)
  const behind = await startTestServer('sqlite', {
    ...limits,
    WATCHWORD_TRUSTED_PROXIES: '127.0.0.1',
  })
  t.after(() => Promise.all([open.stop(), behind.stop()]))
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
  assert.equal((await call(open, 'GET', '/', from('192.0.2.1'))).status, 200)
  assert.equal((await call(open, 'GET', '/', from('192.0.2.2'))).status, 429)
  assert.equal((await call(behind, 'GET', '/', from('2001:db8::1'))).status, 200)
  assert.equal((await call(behind, 'GET', '/', from('2001:db8::2'))).status, 429)
  assert.equal((await call(behind, 'GET', '/', from('2001:db8:0:1::1'))).status, 200)
})
