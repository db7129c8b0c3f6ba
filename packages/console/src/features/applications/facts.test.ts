import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { audienceOf, newerOffer, secretIn, whoOf } from './facts.ts'

describe('what is told of an application', () => {
  test('whose users may use it: everybody, nobody, or some by name', () => {
    const profiles = [
      { id: 1, name: 'Agents' },
      { id: 2, name: '<b>Managers</b>' },
    ]
    const words = { everybody: 'everybody', nobody: 'nobody' }
    for (const [only, told] of [
      [undefined, ['everybody']],
      [[], ['nobody']],
      [
        [2, 1],
        ['<b>Managers</b>', 'Agents'],
      ],
      [[99], ['99']],
    ] as const) {
      assert.deepEqual(audienceOf(only, profiles, words), told)
    }
    assert.deepEqual(audienceOf([1], [], words), ['1'], 'while the names are not known')
  })

  test('eight users are named, and that there are more', () => {
    const users = Array.from({ length: 9 }, (_, index) => `u${index}`)
    assert.equal(whoOf(['ada'], '1 user'), '1 user: ada')
    assert.equal(whoOf(users.slice(0, 8), '8'), '8: u0, u1, u2, u3, u4, u5, u6, u7')
    assert.equal(whoOf(users, '9'), '9: u0, u1, u2, u3, u4, u5, u6, u7 …')
  })
})

test('only a version that is not the installed one is offered, and only of this application', () => {
  const offer = (version: string, installed: object | null) =>
    ({ id: 'global', version, installed, firstParty: false, manifest: {} }) as never
  const newer = offer('2', { id: 'own', version: '1' })
  assert.equal(newerOffer([offer('1', null), newer], 'own'), newer)
  assert.equal(newerOffer([offer('2', { id: 'own', version: '2' })], 'own'), undefined)
  assert.equal(newerOffer([newer], 'other'), undefined)
  assert.equal(newerOffer([], 'own'), undefined)
})

test('a secret is shown if there is one, and not of an application that has no use for it', () => {
  const answered = { client_id: 'id', client_secret: 'hidden' }
  assert.deepEqual(secretIn(answered), { clientId: 'id', secret: 'hidden' })
  assert.deepEqual(secretIn({ ...answered, token_endpoint_auth_method: 'client_secret_post' }), {
    ...{ clientId: 'id', secret: 'hidden' },
  })
  assert.equal(secretIn({ ...answered, token_endpoint_auth_method: 'none' }), undefined)
  assert.equal(secretIn({ client_id: 'id' }), undefined)
})
