import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { createSandbox } from '../support/cli.ts'

const given = {
  keyId: 'orders-of-old',
  appSecret: 'given-app-secret-1',
  token: 'given-token',
  tokenSecret: 'given-token-secret-1',
}
const key = { appName: 'Orders', privileges: [{ data: 'users', type: 'Read' }], ...given }
const users = '/api/account/acme/configuration/le-users/users'

test('a key becomes an application, and both work: the signed request and the token', async (t) => {
  const { serve, run, folder, remove } = createSandbox({ WATCHWORD_ALLOWED_HOSTS: '*' })
  t.after(() => remove())
  const file = path.join(folder, 'kickstart.json')
  const accounts = [{ id: 'acme', name: 'Acme', apiKeys: [key] }]
  writeFileSync(file, JSON.stringify({ accounts }))
  const server = await serve({ env: { WATCHWORD_KICKSTART: file } })

  const migrate = ['api-keys', 'migrate', '--account', 'acme', '--key', given.keyId]
  const json = await run([...migrate, '--overlap-days', '10', '--json'])
  assert.equal(json.code, 0, json.stderr)
  const made = JSON.parse(json.stdout)
  assert.deepEqual([made.keyId, made.scopes, made.botLoginNames], [given.keyId, ['users:read'], []])
  const left = Date.parse(made.keyEndsAt) - Date.now()
  assert.ok(left > 9.9 * 86_400_000 && left <= 10 * 86_400_000)

  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: made.clientId,
    client_secret: made.clientSecret,
  })
  const issued = await fetch(`${server.origin}/sentinel/api/account/acme/app/token?v=1.0`, {
    method: 'POST',
    body: form,
  })
  const { access_token: token } = (await issued.json()) as { readonly access_token: string }
  const url = `${server.origin}${users}`
  const byToken = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  assert.equal(byToken.status, 200)
  const env = { OAUTH_APP_SECRET: given.appSecret, OAUTH_TOKEN_SECRET: given.tokenSecret }
  const sign = ['sign', '--key', given.keyId, '--token', given.token, '--json', url]
  const { authorization } = JSON.parse((await run(sign, { env })).stdout)
  assert.equal((await fetch(url, { headers: { authorization } })).status, 200)

  const again = await run(migrate)
  assert.equal(again.code, 1, 'the name is taken')
  assert.match(again.stderr, /client_name/)
  const named = await run([...migrate, '--name', 'Orders 2'])
  assert.equal(named.code, 0, named.stderr)
  assert.match(named.stdout, /installed the application "Orders 2", for client_credentials/)
  assert.match(named.stdout, / {2}client_secret {2}[0-9a-v]{32}\n {2}scope {10}users:read\n/)
  assert.match(named.stdout, /the API key orders-of-old works until 2/)

  for (const [code, ...words] of [
    [1, '--account', 'acme', '--key', 'nothing'],
    [1, '--account', 'nobody', '--key', given.keyId],
    [1, '--account', 'acme', '--key', given.keyId, '--overlap-days', '366'],
    [2, '--account', 'acme', '--key', given.keyId, '--overlap-days', 'soon'],
    [2, '--account', 'acme'],
  ] as const) {
    const refused = await run(['api-keys', 'migrate', ...words])
    assert.equal(refused.code, code, words.join(' '))
    assert.doesNotMatch(refused.stderr, /\n\s+at /, 'no stack')
  }
  assert.equal((await run(['audit', 'verify', 'acme'])).code, 0)
  assert.equal((await server.stop()).code, 0)
})
