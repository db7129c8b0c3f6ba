import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountInPath, refusalIn } from './entrance-address.ts'

test('the account is the first part of the address, and needs no more', () => {
  for (const [path, account] of [
    ['/console', undefined],
    ['/console/', undefined],
    ['/console/-/callback', undefined],
    ['/console/12345678', '12345678'],
    ['/console/12345678/', '12345678'],
    ['/console/acme_1/users/7', 'acme_1'],
    ['/console//users', undefined],
    ['/', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(accountInPath(path), account, path)
  }
})

test('an account that is none is asked for as it was typed, escaped once', () => {
  assert.equal(accountInPath('/console/a%20b'), 'a b')
  assert.equal(accountInPath('/console/..%2Fadmin'), '../admin')
  assert.equal(accountInPath('/console/%E2%82'), '%E2%82')
  assert.equal(accountInPath('/console/<img src=x>'), '<img src=x>')
})

test('RFC 6749 section 4.1.2.1: a refusal is told in its words, or by its code', () => {
  const told = (answer: Record<string, string>) => refusalIn(new URLSearchParams(answer))
  assert.equal(told({ error: 'access_denied', error_description: 'You said no.' }), 'You said no.')
  assert.equal(told({ error: 'access_denied' }), 'access_denied')
  assert.equal(told({ error: 'access_denied', error_description: '' }), 'access_denied')
  assert.equal(told({ code: 'a', state: 'b' }), undefined)
  assert.equal(told({ error_description: 'without a code' }), undefined)
})
