import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import Fastify from 'fastify'
import { createLog } from './log.ts'

function recording() {
  const lines: Record<string, unknown>[] = []
  const log = createLog('trace', { write: (line: string) => void lines.push(JSON.parse(line)) })
  return { log, lines }
}

const bearer = 'c0ffee'.repeat(11).slice(0, 64)

describe('the log holds no secret', () => {
  const names = [
    ...['authorization', 'Cookie', 'set-cookie', 'password', 'passwordSh', 'oldPassword'],
    ...['newPassword', 'secret', 'bearer', 'csrf', 'token', 'tokenSecret', 'accessToken'],
    ...['access_token', 'refresh_token', 'client_secret', 'Session_id', 'mfaToken', 'passwordHash'],
  ]
  for (const name of names) {
    test(`${name}, at any depth`, () => {
      const { log, lines } = recording()
      log.info({ [name]: 'hunter2', a: { b: [{ [name]: { deep: 'hunter2' } }] } }, 'x')
      assert.ok(!JSON.stringify(lines).includes('hunter2'))
      assert.match(JSON.stringify(lines), /\[redacted\]/)
    })
  }

  test('texts that look like our tokens, wherever they stand', () => {
    const { log, lines } = recording()
    const jws = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl'
    log.info({ note: `got ${bearer}`, list: [`wwop_${bearer}`], jws }, 'x')
    log.error({ err: new Error(`not found: ${bearer}`, { cause: new Error(jws) }) }, 'x')
    const text = JSON.stringify(lines)
    assert.ok(!text.includes(bearer) && !text.includes('c2lnbmF0dXJl'))
  })

  test('of an error: its type, message, code, stack and causes, and no other member', () => {
    const { log, lines } = recording()
    const error = Object.assign(new TypeError('broken', { cause: new Error('why') }), {
      code: '23505',
      detail: 'Key (login)=(ada) already exists.',
    })
    log.error({ err: error }, 'x')
    const err = lines[0]?.['err'] as Record<string, unknown>
    assert.deepEqual(Object.keys(err), ['type', 'message', 'code', 'stack', 'cause'])
    assert.deepEqual([err['type'], err['code']], ['TypeError', '23505'])
    assert.equal((err['cause'] as { message: string }).message, 'why')
  })

  test("Fastify's own lines keep to it", async () => {
    const { log, lines } = recording()
    const app = Fastify({ loggerInstance: log })
    app.get('/', async (request) => {
      request.log.error({ err: new TypeError(bearer), headers: request.headers }, 'x')
      return 'ok'
    })
    await app.inject({ url: '/', headers: { authorization: 'Bearer hunter2' } })
    const text = JSON.stringify(lines)
    assert.ok(!text.includes(bearer) && !text.includes('hunter2'))
    assert.ok(text.includes('"type":"TypeError"'))
    await app.close()
  })

  test('what refers to itself, and what is deep, has an end', () => {
    const { log, lines } = recording()
    const loop: Record<string, unknown> = { name: 'x' }
    loop['self'] = loop
    log.info({ loop }, 'x')
    assert.ok(JSON.stringify(lines).length < 1000)
  })
})
