import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAnonymousRequest, readAuthenticate } from './authenticate.ts'

test('contract 3 sections 8.1 to 8.3: the members of all three versions, others passed over', () => {
  const codeVerifier = 'v'.repeat(43)
  const body = {
    ...{ authCode: 'a', id_token: 'b', code: 'c', redirect_uri: 'https://d.example' },
    ...{
      challenge: 'e',
      step_up_from: 'f',
      merge: 'keep',
      code_verifier: codeVerifier,
      other: [1],
      __proto__: { code: 'inherited' },
    },
  }
  assert.deepEqual(readAuthenticate(body), {
    ok: true,
    input: {
      ...{ authCode: 'a', idToken: 'b', code: 'c', redirectUri: 'https://d.example' },
      ...{ codeVerifier, challenge: 'e', stepUpFrom: 'f', merge: 'keep' },
    },
  })
})

test('absent, null and empty are the same', () => {
  for (const body of [{}, { code: null }, { code: '' }, Object.create({ code: 'inherited' })]) {
    const reading = readAuthenticate(body)
    assert.ok(reading.ok)
    assert.deepEqual(
      Object.values(reading.input).filter((value) => value !== undefined),
      [],
    )
  }
})

test('what is not text, or too long, is named and not repeated', () => {
  const table: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /object/],
    [null, /object/],
    ['token', /object/],
    [[{ code: 'c' }], /object/],
    [{ id_token: 7 }, /id_token must be text/],
    [{ authCode: { ssoKey: 'c' } }, /authCode must be text/],
    [{ code: 'x'.repeat(4097) }, /code must have at most/],
    [{ id_token: 'x'.repeat(32_769) }, /id_token must have at most/],
    [{ code_verifier: 'short' }, /code_verifier/],
    [{ code_verifier: 'ü'.repeat(50) }, /code_verifier/],
    [{ code_verifier: 7 }, /code_verifier/],
    [{ step_up_from: 'x'.repeat(4097) }, /step_up_from must have at most/],
    [{ step_up_from: [] }, /step_up_from must be text/],
    [{ merge: 'both' }, /merge must be/],
    [{ merge: true }, /merge must be/],
  ]
  for (const [body, reason] of table) {
    const reading = readAuthenticate(body)
    assert.ok(!reading.ok)
    assert.match(reading.reason, reason)
    assert.doesNotMatch(reading.reason, /xxx|short|üü/)
  }
})

test('contract 3 section 8.4: an empty or null body asks for a new identity', () => {
  for (const body of [undefined, null, {}, { id_token: null }]) {
    assert.deepEqual(readAnonymousRequest(body), { ok: true, previous: undefined })
  }
  assert.deepEqual(readAnonymousRequest({ id_token: 't' }), { ok: true, previous: 't' })
  assert.equal(readAnonymousRequest([]).ok, false)
})
