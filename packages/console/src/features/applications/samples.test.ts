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
  assert.match(code('client_secret_basic'), /--user '.*'":\$CLIENT_SECRET"/)
  assert.match(code('client_secret_post'), /client_secret=\$CLIENT_SECRET/)
  assert.match(code('client_secret_post'), /ClientSecretPost/)
  assert.doesNotMatch(JSON.stringify(samples(startOf('spa'))), /SECRET/)
})

test('who signs for itself has no secret to send', () => {
  for (const start of [startOf('web'), startOf('machine')]) {
    const [one, other] = samples({ ...start, token_endpoint_auth_method: 'private_key_jwt' })
    const text = `${one?.code}\n${other?.code}`
    assert.doesNotMatch(text, /SECRET/)
    assert.match(text, /client\.PrivateKeyJwt\(privateKey\)/)
    assert.match(text, /jwt-bearer' |jwt-bearer \\\n {2}--data-urlencode "client_assertion=\$/)
  }
})

test('every way to sign in, over TLS and without, is a program and a command', () => {
  const methods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt']
  const all = kinds.flatMap((kind) =>
    methods.flatMap((token_endpoint_auth_method) =>
      ['https://id.example', "http://127.0.0.1:8080/o'x"].flatMap((origin) =>
        samples({ ...startOf(kind), token_endpoint_auth_method, scope: nasty }, origin),
      ),
    ),
  )
  const programs = all.filter(({ title }) => title !== 'curl').map(({ code }) => code)
  // Each in a module of its own, and all of them parsed at once: a run of Node.js for each would take long.
  const blocks = programs.map((code) => `{ ${code.replace(/^import .*$/m, '')} }`)
  const input = `let client, oauth, callbackUrl, privateKey\n${blocks.join('\n')}`
  execFileSync('node', ['--check', '--input-type=module'], { input, stdio: 'pipe' })
  for (const { title, code } of all) {
    if (title === 'curl') execFileSync('sh', ['-n'], { input: code, stdio: 'pipe' })
  }
  assert.equal(programs.length, kinds.length * methods.length * 2)
})

test('functions of the libraries that samples call are there', async () => {
  const modules = {
    client: await import('openid-client'),
    oauth: await import('oauth4webapi'),
  }
  const methods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt']
  const code = methods
    .flatMap((token_endpoint_auth_method) =>
      kinds.flatMap((kind) =>
        samples({ ...startOf(kind), token_endpoint_auth_method }, 'http://a'),
      ),
    )
    .map((one) => one.code)
    .join('\n')
  const called = new Set(
    [...code.matchAll(/\b(client|oauth)\.(\w+)/g)].map(([, module, name]) => `${module}.${name}`),
  )
  // In the sample of a browser, `client` is an object of its own.
  called.delete('client.client_id')
  assert.ok(called.size > 10)
  for (const name of called) {
    const [module = '', member = ''] = name.split('.')
    assert.ok(member in modules[module as keyof typeof modules], name)
  }
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

test('an id is one word too: those of a kickstart file are whatever its author wrote', () => {
  const clientId = `a"; echo ran; "$(echo ran)\`echo ran\`'\\ Zoë`
  const methods = ['client_secret_basic', 'client_secret_post', 'none'] as const
  for (const token_endpoint_auth_method of methods) {
    const manifest = { client_name: 'a', ...startOf('web'), token_endpoint_auth_method }
    const [code = ''] = samplesOf({ ...about, clientId, origin: 'https://id.example', manifest })
      .filter(({ title }) => title === 'curl')
      .map((one) => one.code)
    const script = `curl() { printf '%s\\0' "$@"; }; CLIENT_SECRET='s 1'; ${code}`
    const words = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0')
    const isBasic = token_endpoint_auth_method === 'client_secret_basic'
    assert.ok(words.includes(isBasic ? `${clientId}:s 1` : `client_id=${clientId}`), code)
  }
})
