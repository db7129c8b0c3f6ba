import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isBotLogin, isMeantForBot } from './login.ts'

test('contract 1 section 2.3: which bodies are meant as a bot’s login', () => {
  const cases: readonly [unknown, boolean][] = [
    [{ username: 'a', password: 'b' }, false],
    [{ username: 'a', password: 'b', secret: 'more than asked' }, false],
    [{ username: 'a', password: 'b', appKey: null, secret: null }, false],
    [{ username: 'a', password: 'b', appKey: 'k' }, true],
    [{ username: 'a', password: null, appKey: 'k' }, true],
    [{ username: 'a', appKey: 'k' }, true],
    [{ username: 'a', appKey: 7 }, true],
    [{ username: 'a', secret: 's' }, true],
    [{ username: 'a', accessTokenSecret: 's' }, true],
    [{ username: 'a', password: null, secret: 's' }, false],
    [{}, false],
    [[], false],
    [null, false],
    ['appKey', false],
    [JSON.parse('{"__proto__":{"appKey":"k"}}'), false],
  ]
  for (const [body, expected] of cases) {
    assert.equal(isMeantForBot(body), expected, JSON.stringify(body))
  }
  assert.equal(isBotLogin({ username: 'a', password: 'b' }), false)
})
