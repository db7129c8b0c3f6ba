import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { environmentOf, readableUrl, samplesOf, tokenSampleOf } from './samples.ts'

/** What a shell makes of a script, with `curl` and `npm` that only tell their words. */
function wordsIn(script: string): readonly string[] {
  const tell = '{ printf "%s\\0" "$@"; }'
  const [sed, npm, curl] = ['sed() { cat; }', `npm() ${tell}`, `curl() ${tell}`]
  // What would be run in the end is read instead.
  const harmless = script.replace(/\| sh$/, '| cat')
  const told = execFileSync('sh', ['-c', `${sed}; ${npm}; ${curl}\n${harmless}`])
  return told.toString().split('\0').slice(0, -1)
}

/** An address may hold quotes, and a secret of the kickstart file may be any visible ASCII. */
const hostile = 'https://a.example/o\'x?y=$(echo ran)`echo ran`"\\&z=1'

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

  test('secrets reach the environment as they are, whatever they are made of', () => {
    const visible = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => 33 + index))
    const secrets = { appSecret: visible, token: "'", tokenSecret: "$(echo ran)'" }
    const script = `${environmentOf({ keyId: 'k.~-1', ...secrets })}
printf '%s\\n' "$OAUTH_KEY" "$OAUTH_APP_SECRET" "$OAUTH_TOKEN" "$OAUTH_TOKEN_SECRET"`
    const told = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n')
    assert.deepEqual(told, ['k.~-1', visible, "'", "$(echo ran)'", ''])
  })

  test('an address is one word of the shell, and no program ends in the middle of it', () => {
    const [curl, node, python] = samplesOf(hostile).map(({ code }) => code)
    assert.equal(wordsIn(curl ?? '').at(-1), hostile)
    // The address alone is run: the rest would call it.
    const line = /^const url = (.*)$/m.exec(node ?? '')?.[1]
    assert.equal(execFileSync('node', ['-p', line ?? ''], { encoding: 'utf8' }), `${hostile}\n`)
    execFileSync('node', ['--check', '--input-type=module'], { input: node, stdio: 'pipe' })
    assert.ok(python?.includes(`session.get(${line})`))
  })

  test('names of an application and its scopes are words too', () => {
    const given = { clientId: "c'1 $(echo ran)", scopes: ["a'b", '`echo ran`'] }
    assert.deepEqual(wordsIn(tokenSampleOf(hostile, given)), [
      ...['-u', given.clientId, hostile, '-d', 'grant_type=client_credentials'],
      ...['-d', "scope=a'b `echo ran`"],
    ])
  })

  test('a key that may nothing but what is no address has no sample; the users come first', () => {
    const read = (...names: readonly string[]) =>
      readableUrl(
        names.map((data) => ({ data, type: 'Read' })),
        { ...place, accountId: 'a/b' },
      )
    for (const name of ['__proto__', 'toString', 'constructor', 'audit-trail', '']) {
      assert.equal(read(name), undefined, name)
    }
    assert.equal(read('app-keys', 'skills', 'users'), read('users'))
    assert.ok(URL.canParse(read('users') ?? ''))
    assert.match(read('users') ?? '', /\/account\/a%2Fb\//)
  })
})
