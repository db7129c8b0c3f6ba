import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseRerollBody } from './api-key.ts'
import { parseExplainBody } from './explain.ts'

const request = { method: 'GET', url: 'https://h/a?b', headers: { authorization: 'OAuth x="y"' } }
const pathsOf = (result: ReturnType<typeof parseExplainBody>) =>
  result.ok ? [] : result.faults.map(({ path }) => path)

test('a request, or the id of a refusal', () => {
  assert.deepEqual(parseExplainBody({ request, claimedBaseString: 'GET&' }), {
    ok: true,
    value: {
      subject: {
        kind: 'request',
        request: {
          method: 'GET',
          url: request.url,
          authorization: 'OAuth x="y"',
          contentType: undefined,
          formBody: undefined,
        },
      },
      claimedBaseString: 'GET&',
    },
  })
  assert.deepEqual(parseExplainBody({ refusalId: 'ab12' }), {
    ok: true,
    value: { subject: { kind: 'refusal', refusalId: 'ab12' }, claimedBaseString: undefined },
  })
})

test('every fault has its path, and what is not known is one', () => {
  assert.deepEqual(pathsOf(parseExplainBody({ request, refusalId: 'ab', more: 1 })), ['more', ''])
  const bad = { method: '', url: 'x', headers: { cookie: '1', authorization: 2 }, body: '' }
  assert.deepEqual(pathsOf(parseExplainBody({ request: bad })).toSorted(), [
    'request.body',
    'request.headers.authorization',
    'request.headers.cookie',
    'request.method',
    'request.url',
  ])
})

test('whatever is sent, the readers answer', () => {
  fc.assert(
    fc.property(fc.anything(), (body) => {
      for (const given of [
        body,
        { request: body },
        { refusalId: body },
        { overlapMinutes: body },
      ]) {
        assert.equal(typeof parseExplainBody(given).ok, 'boolean')
        assert.equal(typeof parseRerollBody(given).ok, 'boolean')
      }
    }),
  )
})

test('a reroll without a body has no overlap; a misspelt one is refused', () => {
  for (const body of [undefined, {}]) {
    assert.deepEqual(parseRerollBody(body), { ok: true, value: { overlapMinutes: 0 } })
  }
  assert.equal(parseRerollBody({ overlapMinutes: 43_200 }).ok, true)
  for (const body of [{ overlapMinutes: 43_201 }, { overlapMinutes: '5' }, { overlap: 5 }, 5]) {
    assert.equal(parseRerollBody(body).ok, false, JSON.stringify(body))
  }
})
