import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { DomainApiError, ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { idpErrorBody } from '@watchword/protocol/consumers/idp-error-body.ts'
import { formatProblem } from '@watchword/protocol/oauth1/problem.ts'
import { Problem, readProblem } from './problem.ts'

const read = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  readProblem(
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }),
  )

function envelope(set: Partial<ErrorEnvelope['error']> = {}): ErrorEnvelope {
  const time = 'Nov 29, 2026 1:00:00 AM'
  return {
    error: { time, message: 'Not so.', internalCode: 2, responseStatus: 'BAD_REQUEST', ...set },
  }
}

describe('a refusal of the server', () => {
  test('in the envelope: what it says, its number, and every field with its reason', async () => {
    const fields = ['loginName: is taken: choose another', 'skillIds[3]: is unknown']
    const problem = await read(400, envelope({ fields }))
    assert.ok(problem instanceof Problem)
    assert.equal(problem.message, 'Not so.')
    assert.deepEqual([problem.status, problem.code], [400, 2])
    assert.deepEqual(problem.fields, [
      { path: 'loginName', reason: 'is taken: choose another' },
      { path: 'skillIds[3]', reason: 'is unknown' },
    ])
  })

  test('of the Domain API, without the envelope', async () => {
    const body: DomainApiError = { time: 0, message: 'No such service.', internalCode: 15 }
    const problem = await read(404, body)
    assert.equal(problem.message, 'No such service.')
    assert.equal(problem.code, 15)
    assert.deepEqual(problem.fields, [])
  })

  test('of OAuth 2.0 (RFC 6749 section 5.2): the description, not the code word', async () => {
    const problem = await read(400, { error: 'invalid_grant', error_description: 'It is spent.' })
    assert.equal(problem.message, 'It is spent.')
    assert.equal(problem.code, undefined)
  })

  test('of the consumer IDP: its number is a text there', async () => {
    const body = idpErrorBody('9011', 'abc')
    const problem = await read(502, body)
    assert.equal(problem.message, body.error_description)
    assert.equal(problem.code, 9011)
  })

  test('of a signature, for who asks for JSON: the advice is the message', async () => {
    const extra = { oauth_problem: 'nonce_used', message: 'Sign each call anew.' }
    assert.equal((await read(401, envelope(extra))).message, 'Sign each call anew.')
  })
})

describe('an answer that says no in words that are not ours', () => {
  const unknown = async (status: number, body: unknown) => {
    const problem = await read(status, body)
    assert.equal(problem.message, `The server answered ${status}.`, `${body}`)
    assert.equal(problem.code, undefined)
    assert.deepEqual(problem.fields, [])
  }

  test('a page of a proxy, a form or nothing: its status is told, and nothing of the page', async () => {
    await unknown(502, '<html><script>alert(1)</script>Bad Gateway</html>')
    await unknown(503, '')
    await unknown(401, formatProblem({ problem: 'nonce_used', advice: 'Sign each call anew.' }))
  })

  test('JSON of any other shape is no message', async () => {
    for (const body of [[], null, 'text', 7, {}, { error: [] }, { error: 'x' }]) {
      await unknown(500, JSON.stringify(body))
    }
    await unknown(400, { error: { message: 5, internalCode: 'many', fields: 'loginName: no' } })
  })

  test('a body that breaks off is none', async () => {
    const body = new ReadableStream({ pull: (reader) => reader.error(new Error('gone')) })
    assert.equal((await readProblem(new Response(body, { status: 500 }))).status, 500)
  })

  test('a fault without a path is of the whole, and what is no text is no fault', async () => {
    const fields = ['nothing was sent', 5, null] as unknown as readonly string[]
    assert.deepEqual((await read(400, envelope({ fields }))).fields, [
      { path: '', reason: 'nothing was sent' },
    ])
  })
})

describe('what stands in the headers', () => {
  test('which request it was, and how long to wait', async () => {
    const problem = await read(429, envelope(), { 'x-request-id': 'abc', 'retry-after': '30' })
    assert.deepEqual([problem.requestId, problem.retryAfterSeconds], ['abc', 30])
  })

  test('neither is made up: not for none, and not for a date (RFC 9110 section 10.2.3)', async () => {
    const none = await read(503, envelope())
    assert.deepEqual([none.requestId, none.retryAfterSeconds], [undefined, undefined])
    for (const when of ['Wed, 21 Oct 2026 07:28:00 GMT', '']) {
      assert.equal(
        (await read(503, '', { 'retry-after': when })).retryAfterSeconds,
        undefined,
        when,
      )
    }
  })

  test('412 alone is a conflict: 409 is a name that is taken, or a thing in use', async () => {
    assert.equal((await read(412, envelope())).isConflict, true)
    assert.equal((await read(409, envelope())).isConflict, false)
  })
})
