import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { stripTypeScriptTypes } from 'node:module'
import { test } from 'node:test'
import { kinds, startOf } from './manifest.ts'
import { samplesOf } from './samples.ts'

const about = { clientId: '1b6c0f6e-3c1e-4f2a-9d55-0f6c3b1d7a10', accountId: '12345678' }
const nasty = "https://a.example/cb?x='$(touch /tmp/x)`\\"

function samples(manifest: object, origin = 'https://id.example') {
  return samplesOf({ ...about, origin, manifest: { client_name: 'a', ...manifest } })
}

test('each kind has a sample of its own, with its id and addresses', () => {
  const titles = kinds.map((kind) => samples(startOf(kind)).map(({ title }) => title))
  assert.deepEqual(titles, [
    ['openid-client', 'curl'],
    ['oauth4webapi', 'curl'],
    ['oauth4webapi', 'curl'],
    ['curl', 'openid-client'],
  ])
  for (const kind of kinds) {
    for (const { code } of samples({ ...startOf(kind), redirect_uris: ['https://a.example/cb'] })) {
      assert.ok(code.includes(about.clientId), kind)
      assert.ok(code.includes('https://id.example/oidc/12345678'), kind)
    }
  }
})

test('only a server on this computer is spoken to without TLS', () => {
  for (const kind of kinds) {
    const text = (origin: string) => JSON.stringify(samples(startOf(kind), origin))
    assert.doesNotMatch(text('https://id.example'), /insecure/i)
    assert.match(text('http://127.0.0.1:8080'), /allowInsecureRequests/)
  }
})

test('a public application sends no secret, another as its manifest says', () => {
  const code = (method: string) =>
    samples({ ...startOf('web'), token_endpoint_auth_method: method })
      .map((one) => one.code)
      .join('\n')
  assert.match(code('client_secret_basic'), /--user ".*:\$CLIENT_SECRET"/)
  assert.match(code('client_secret_post'), /client_secret=\$CLIENT_SECRET/)
  assert.match(code('client_secret_post'), /ClientSecretPost/)
  assert.doesNotMatch(JSON.stringify(samples(startOf('spa'))), /SECRET/)
})

test('whatever an address holds, programs stay programs and a shell runs nothing', () => {
  for (const kind of kinds) {
    for (const { title, code } of samples({
      ...startOf(kind),
      redirect_uris: [nasty],
      scope: "a'b",
    })) {
      if (title === 'curl') {
        const words = execFileSync('bash', ['-c', `curl() { printf '%s\\n' "$@"; }; ${code}`], {
          encoding: 'utf8',
        })
        const wanted = kind === 'machine' ? "scope=a'b" : `redirect_uri=${nasty}`
        assert.ok(words.split('\n').includes(wanted), code)
      } else assert.doesNotThrow(() => stripTypeScriptTypes(code), code)
    }
  }
})
