import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { chooseMessages } from './choose-messages.ts'
import { describeScopes } from './describe-scopes.ts'

const rows: readonly [lang: string, scopes: readonly string[], told: readonly string[]][] = [
  ['en', ['openid', 'users:read'], ['Know that it is you', 'Read users']],
  ['de', ['openid', 'users:write'], ['Wissen, dass Sie es sind', 'Benutzer ändern']],
  ['es', ['msg.consumer'], ['Actuar por los consumidores en las conversaciones']],
  ['de', ['users.external'], ['Benutzer lesen', 'Benutzer ändern']],
  ['en', ['users:read', 'users.read', 'users.external'], ['Read users', 'Change users']],
  [
    'de',
    ['their.own', 'constructor'],
    ['Was sie „their.own“ nennt', 'Was sie „constructor“ nennt'],
  ],
  ['en', [], []],
]

describe('what an application may do, in the words of the page', () => {
  for (const [lang, scopes, told] of rows) {
    test(`${scopes.join(' ')} in ${lang}`, () => {
      assert.deepEqual(describeScopes(chooseMessages([lang], undefined), scopes), told)
    })
  }
})
