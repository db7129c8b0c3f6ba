import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { readBody } from '#outbound/read-body.ts'

function responseOf(pieces: Iterable<Buffer>, headers: Readonly<Record<string, string>> = {}) {
  const body = Object.assign(Readable.from(pieces), { headers })
  return body as unknown as IncomingMessage
}

function* endless() {
  while (true) yield Buffer.from('x')
}

test('a body that never ends is left at the deadline, without any signal', async () => {
  const reading = await readBody(responseOf(endless()), {
    maxBytes: Infinity,
    deadline: performance.now() + 30,
  })
  assert.deepEqual(reading, { ok: false, refusal: 'time' })
})

test('one byte too many, announced or not', async () => {
  const limits = { maxBytes: 10, deadline: performance.now() + 10_000 }
  const pieces = (length: number) => [Buffer.alloc(length - 1), Buffer.alloc(1)]
  const whole = await readBody(responseOf(pieces(10), { 'content-length': '10' }), limits)
  assert.equal(whole.ok && whole.bytes.length, 10)
  const refused = { ok: false, refusal: 'size' }
  assert.deepEqual(await readBody(responseOf(pieces(11)), limits), refused)
  assert.deepEqual(await readBody(responseOf([], { 'content-length': '11' }), limits), refused)
})
