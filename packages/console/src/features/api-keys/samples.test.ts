import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { environmentOf, readableUrl, samplesOf, tokenSampleOf } from './samples.ts'

const place = { origin: 'https://auth.example', accountId: '12345678' }

describe('samples', () => {
  test('call what the key may read', () => {
    const url = (data: string, type = 'Read') => readableUrl([{ data, type }], place)
    assert.match(
      url('skills') ?? '',
      /^https:\/\/auth\.example\/api\/account\/12345678\/.*\/skills\?/,
    )
    assert.match(url('app-keys') ?? '', /app-key-manager.*secrets=false/)
    assert.equal(url('users', 'Write'), undefined)
    assert.equal(url('user-login', 'Invoke'), undefined)
  })

  test('hold no value of a key: those stand in the environment', () => {
    const url = readableUrl([{ data: 'users', type: 'Read' }], place) ?? ''
    const codes = samplesOf(url)
    assert.deepEqual(
      codes.map(({ title }) => title),
      ['curl', 'Node.js', 'Python'],
    )
    for (const { code } of codes) {
      assert.ok(code.includes(url))
      assert.ok(code.includes('OAUTH_TOKEN'))
    }
  })

  test('the environment has the values that are known, and places for the others', () => {
    assert.equal(
      environmentOf({ keyId: 'k', appSecret: 's', token: 't', tokenSecret: 'ts' }),
      "export OAUTH_KEY='k'\nexport OAUTH_APP_SECRET='s'\nexport OAUTH_TOKEN='t'\nexport OAUTH_TOKEN_SECRET='ts'",
    )
    assert.match(environmentOf({ keyId: 'k' }), /OAUTH_APP_SECRET='…'/)
  })

  test('a token is asked for without the secret in the command', () => {
    const given = { clientId: 'c1', scopes: ['users:read', 'skills:read'], clientSecret: 'hidden' }
    const code = tokenSampleOf('https://auth.example/oidc/1/token', given)
    assert.match(code, /-u 'c1'/)
    assert.match(code, /scope=users:read skills:read/)
    assert.ok(!code.includes('hidden'))
  })
})
