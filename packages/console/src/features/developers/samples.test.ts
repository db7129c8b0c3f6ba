import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { quoted, type SampleValues, sampleKinds, sampleOf } from './samples.ts'

const values: SampleValues = {
  publicOrigin: 'https://id.example',
  directory: { baseURIs: [{ service: 'idp', baseURI: 'idp.example' }] },
  accountId: '12345678',
  loginName: 'admin',
  keyId: '5f0c',
  connectorId: 42,
  application: {
    ...{ clientId: 'an-id', redirectUri: 'https://app.example/cb?a=1&b=2', scope: 'users:read' },
    isPublic: false,
  },
}

/** Whether a shell reads it as a program, without running it. */
const isShell = (text: string) => execFileSync('bash', ['-n'], { input: text, stdio: 'pipe' })

describe('samples for a shell', () => {
  test('a shell reads every one of them, also with hostile values', () => {
    const hostile = { ...values, loginName: `o'hara"; rm -rf $HOME #\`id\`%s`, keyId: undefined }
    for (const kind of sampleKinds) {
      isShell(sampleOf(kind, values))
      isShell(sampleOf(kind, { ...hostile, application: undefined, connectorId: undefined }))
    }
  })

  test('a name is one word of the shell, whatever it holds', () => {
    const name = `o'hara $HOME "x" \`id\` \\ %s`
    const said = execFileSync('bash', ['-c', `printf %s ${quoted(name)}`], { encoding: 'utf8' })
    assert.equal(said, name)
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
    const { application } = values
    assert.ok(application)
    const code = sampleOf('code', { ...values, application: { ...application, isPublic: true } })
    assert.doesNotMatch(code, /CLIENT_SECRET/)
    assert.match(code, /-d client_id='an-id'/)
  })

  test('what is not known stands as a name in capitals', () => {
    const unknown = { ...values, keyId: undefined, application: undefined, connectorId: undefined }
    assert.match(sampleOf('apiKey', unknown), /APP_KEY/)
    assert.match(sampleOf('code', unknown), /CLIENT_ID/)
    assert.match(sampleOf('consumer', unknown), /CONNECTOR_ID/)
  })
})
