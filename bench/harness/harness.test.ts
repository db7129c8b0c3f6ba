import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { requestText, responseEnd } from './http-connection.ts'
import { measure, percentile, startLoadGenerator } from './load.ts'
import { median, pairedRatio } from './paired-ratio.ts'
import { comparisonTable, writeSection } from './report.ts'
import { startServer } from './server.ts'

test('RFC 9112: where a response ends, by length, by chunks, without a body', () => {
  const whole = [
    'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n',
    'HTTP/1.1 204 No Content\r\nX: y\r\n\r\n',
  ]
  for (const response of whole) {
    const bytes = Buffer.from(`${response}HTTP/1.1 200`)
    assert.equal(responseEnd(bytes), response.length)
    for (let cut = 0; cut < response.length; cut += 1) {
      assert.equal(responseEnd(bytes.subarray(0, cut)), undefined)
    }
  }
  assert.throws(() => responseEnd(Buffer.from('HTTP/1.1 200 OK\r\n\r\n')), /neither/)
})

test('percentiles by nearest rank, and medians', () => {
  assert.equal(percentile([1, 2, 3, 4], 0.5), 2)
  assert.equal(percentile([1, 2, 3, 4], 0.99), 4)
  assert.equal(median([3, 1, 2]), 2)
})

test('two runs of one server are measured in turns, and are about equal', async (t) => {
  const server = await startServer(path.join(import.meta.dirname, 'echo-server.ts'), { cpu: 0 })
  const generator = startLoadGenerator({ cpu: 1 })
  t.after(() => Promise.all([server.stop(), generator.stop()]))
  assert.equal(server.extra, 'token')
  assert.deepEqual(await server.supply({ count: 2 }), [{ count: 2 }, 'made'])
  const requests = [requestText('GET', '/'), requestText('POST', '/', { body: 'é' })]
  const side = () => measure(generator, server, { connections: 4, count: 400, requests })
  const compared = await pairedRatio({ a: side, b: side })
  assert.ok(compared.throughputRatio > 0.3 && compared.throughputRatio < 3)
  assert.ok(compared.a.cpuMicrosecondsPerRequest > 0)
  assert.ok(compared.a.p50Ms <= compared.a.p99Ms)
  assert.match(comparisonTable({ a: 'one', b: 'two' }, compared), /one \/ two, median of 5/)
  const wrong = measure(generator, server, { connections: 1, count: 1, requests, expect: 201 })
  await assert.rejects(wrong, /Not every answer was 201/)
})

test('a section is added once, and replaced in its place', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'RESULTS.md')
  writeSection(file, 'One', 'a')
  writeSection(file, 'Two', 'b')
  writeSection(file, 'One', 'c')
  assert.equal(readFileSync(file, 'utf8'), '# Results\n\n## One\n\nc\n\n## Two\n\nb\n')
})
