import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { type SampleValues, sampleKinds, sampleOf } from './samples.ts'

const values: SampleValues = {
  publicOrigin: 'https://id.example',
  directory: { baseURIs: [{ service: 'idp', baseURI: 'idp.example' }] },
  accountId: '12345678',
  loginName: 'admin',
  keyId: '5f0c',
  connectorId: 42,
  application: {
    ...{ clientId: 'an-id', redirectUri: 'https://app.example/cb?a=1&b=2' },
    method: 'client_secret_basic',
  },
}

/** Whether a shell reads it as a program, without running it. */
const isShell = (text: string) => execFileSync('bash', ['-n'], { input: text, stdio: 'pipe' })

const methods = ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const
const hostileName = `o'hara $HOME "x" \`id\` $(id) \\ %s; exit 3 #`

/** Runs a sample with programs that only tell how they are called; all that is asked for is answered alike. */
function run(kind: (typeof sampleKinds)[number], given: SampleValues, typed: string) {
  // A file for each call: what stands on both sides of a pipe writes at the same time, and each
  // line of a word is written by itself.
  const told = `printf '%s\\0' "$FUNCNAME" "$@" >"$(mktemp "$0/XXXXXX")"`
  const programs = ['curl', 'jq', 'openssl', 'npm'].map((name) => `${name}() { ${told}; }`)
  const folder = mkdtempSync(join(tmpdir(), 'samples-'))
  try {
    const script = [...programs, sampleOf(kind, given)].join('\n')
    const input = `${typed}\n`.repeat(4)
    const said = execFileSync('bash', ['-c', script, folder], { encoding: 'utf8', input })
    const calls = readdirSync(folder).map((name) =>
      wordsIn(readFileSync(join(folder, name), 'utf8')),
    )
    return { told: said, calls }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The words of a call: each ends with a zero. */
const wordsIn = (text: string): readonly string[] => text.split('\0').slice(0, -1)

describe('samples for a shell', () => {
  test('a shell reads every one of them, also with hostile values', () => {
    const hostile = { ...values, loginName: `o'hara"; rm -rf $HOME #\`id\`%s`, keyId: undefined }
    for (const kind of sampleKinds) {
      isShell(sampleOf(kind, values))
      isShell(sampleOf(kind, { ...hostile, application: undefined, connectorId: undefined }))
    }
  })

  test('what is asked for is told as it is, and taken as it was typed', () => {
    for (const loginName of [hostileName, 'a\\tb\\c%d', '-n', 'two\nlines', 'Zoë 𝒳']) {
      const { told, calls } = run('session', { ...values, loginName }, ' pass \\word  ')
      assert.ok(told.startsWith(`password of ${loginName}: `), told)
      const asked = calls.find(([name, first]) => name === 'jq' && first === '-n') ?? []
      assert.deepEqual(asked.slice(2, 8), [
        ...['--arg', 'username', loginName, '--arg', 'password', ' pass \\word  '],
      ])
    }
  })

  test('whatever an application is called and returns to, the shell runs none of it', () => {
    const redirectUri = 'https://app.example/cb?x=$(id)`id`\'"\\&y=1'
    for (const method of methods) {
      const application = { clientId: hostileName, redirectUri, method }
      const { told, calls } = run('code', { ...values, application }, 'typed')
      const url = new URL(/open in a browser: (.*)/.exec(told)?.[1] ?? '')
      assert.equal(url.searchParams.get('client_id'), hostileName)
      assert.equal(url.searchParams.get('redirect_uri'), redirectUri)
      const curl = calls.find(([name]) => name === 'curl') ?? []
      assert.ok(curl.includes(`redirect_uri=${redirectUri}`))
      assert.ok(curl.includes('code=typed'))
    }
  })

  test('each application proves itself as it is registered, or the issuer would refuse it', () => {
    const proofs = {
      none: 'client_id=an-id',
      client_secret_basic: 'an-id:typed',
      client_secret_post: 'client_secret=typed',
      private_key_jwt: 'client_assertion=typed',
    }
    for (const kind of ['code', 'clientCredentials'] as const) {
      for (const method of methods) {
        const application = { clientId: 'an-id', redirectUri: undefined, method }
        const code = sampleOf(kind, { ...values, application })
        const { calls } = run(kind, { ...values, application }, 'typed')
        const words = calls.find((call) => call.some((word) => word.endsWith('/token'))) ?? []
        assert.ok(words.includes(proofs[method]), code)
        for (const other of methods.filter((one) => one !== method && one !== 'none')) {
          assert.ok(!words.includes(proofs[other]), code)
        }
      }
    }
  })

  test('the account’s own values stand in them, at the host of their service', () => {
    assert.match(
      sampleOf('session', values),
      /'https:\/\/id\.example\/api\/account\/12345678\/login/,
    )
    assert.match(sampleOf('consumer', values), /'https:\/\/idp\.example\/.*\/app\/42\/authenticate/)
    assert.match(sampleOf('apiKey', values), /--key '5f0c'/)
    assert.match(sampleOf('clientCredentials', values), /-u 'an-id'":\$CLIENT_SECRET"/)
  })

  test('a redirect URI is encoded in the address, and in the form', () => {
    const code = sampleOf('code', values)
    assert.match(code, /redirect_uri=https%3A%2F%2Fapp\.example%2Fcb%3Fa%3D1%26b%3D2/)
    assert.match(code, /--data-urlencode 'redirect_uri=https:\/\/app\.example\/cb\?a=1&b=2'/)
  })

  test('an application without a secret is asked for none', () => {
    const application = { clientId: 'an-id', redirectUri: undefined, method: 'none' } as const
    assert.doesNotMatch(sampleOf('code', { ...values, application }), /SECRET|ASSERTION/)
  })

  test('what is not known stands as a name in capitals', () => {
    const unknown = { ...values, keyId: undefined, application: undefined, connectorId: undefined }
    assert.match(sampleOf('apiKey', unknown), /APP_KEY/)
    assert.match(sampleOf('code', unknown), /CLIENT_ID/)
    assert.match(sampleOf('consumer', unknown), /CONNECTOR_ID/)
  })
})
