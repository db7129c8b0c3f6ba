import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { FastifyRequest } from 'fastify'
import { refuseForeignPost } from './refuse-foreign-posts.ts'

describe('which site sent a form', () => {
  const own = 'https://auth.example'
  const rows: readonly [Record<string, string>, boolean][] = [
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, true],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'none' }, false],
    [{ 'sec-fetch-site': 'cross-site', origin: own }, false],
    [{}, true],
    [{ origin: 'null' }, true],
    [{ origin: own }, true],
    [{ origin: `${own}.evil.example` }, false],
    [{ origin: 'http://auth.example' }, false],
  ]
  for (const [headers, taken] of rows) {
    test(`${JSON.stringify(headers)}: ${taken ? 'taken' : 'refused'}`, () => {
      const send = () => refuseForeignPost({ headers } as unknown as FastifyRequest, own)
      if (taken) send()
      else assert.throws(send, { code: 'forbidden' })
    })
  }
})
