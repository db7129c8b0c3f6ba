import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { createSandbox, type RunningServer } from '../support/cli.ts'

const users = '/api/account/12345678/configuration/le-users/users'

/** The four values of the demo's key, as the first start prints them. */
function keyIn({ output }: RunningServer) {
  const value = (name: string) =>
    new RegExp(`^ {2}${name} {2,}(\\S+)$`, 'm').exec(output.stdout)?.[1] ?? ''
  return {
    keyId: value('App key'),
    appSecret: value('Secret'),
    token: value('Access token'),
    tokenSecret: value('Access token secret'),
  }
}

test('the demo key is told once; sign makes a request that passes; explain says why another does not', async (t) => {
  const { serve, run, folder, remove } = createSandbox({ WATCHWORD_ALLOWED_HOSTS: '127.0.0.1:1' })
  t.after(() => remove())
  const server = await serve({ env: { WATCHWORD_ALLOWED_HOSTS: '*' } })
  const key = keyIn(server)
  assert.match(key.keyId, /^[0-9a-f]{32}$/)
  assert.match(key.tokenSecret, /^[0-9a-f]{64}$/)
  const url = `${server.origin}${users}?v=6.0`
  const args = ['sign', '--key', key.keyId, '--token', key.token]
  const env = { OAUTH_APP_SECRET: key.appSecret, OAUTH_TOKEN_SECRET: key.tokenSecret }
  const get = (authorization: string) => fetch(url, { headers: { authorization } })

  const text = await run([...args, url], { env })
  assert.equal(text.code, 0, text.stderr)
  const [, header = ''] = /^Authorization: (.*)$/m.exec(text.stdout) ?? []
  assert.match(text.stdout, /^curl -X GET 'http/m)
  assert.equal((await get(header)).status, 200)
  const stdin = `${key.appSecret}\n${key.tokenSecret}\n`
  const json = await run([...args, '--hash', 'HMAC-SHA1', '--secrets-stdin', '--json', url], {
    stdin,
  })
  const signed = JSON.parse(json.stdout)
  assert.equal((await get(signed.authorization)).status, 200)
  for (const { stdout } of [text, json]) {
    assert.ok(!stdout.includes(key.appSecret) && !stdout.includes(key.tokenSecret))
  }

  const swapped = { OAUTH_APP_SECRET: key.tokenSecret, OAUTH_TOKEN_SECRET: key.appSecret }
  const wrong = JSON.parse((await run([...args, '--json', url], { env: swapped })).stdout)
  assert.equal((await get(wrong.authorization)).status, 401)
  const file = path.join(folder, 'refused.json')
  const request = { method: 'GET', url, headers: { authorization: wrong.authorization } }
  writeFileSync(file, JSON.stringify({ request, claimedBaseString: 'GET&http' }))
  const account = ['explain', '--account', '12345678']
  const explained = await run([...account, '--request', file])
  assert.equal(explained.code, 0, explained.stderr)
  assert.match(explained.stdout, /likely cause, swapped_secrets/)
  assert.match(explained.stdout, /They first differ at character 8/)
  assert.match(explained.stdout, /is not one of this server/)
  assert.ok(!explained.stdout.includes(key.appSecret))

  assert.equal((await server.stop()).code, 0)
  const list = await run([...account, '--json'])
  const [refusal] = JSON.parse(list.stdout).refusals
  assert.equal(refusal.likelyCauses[0].code, 'swapped_secrets')
  const byId = await run([...account, '--refusal', refusal.id, '--json'])
  assert.equal(JSON.parse(byId.stdout).problem.problem, 'signature_invalid')
  assert.match((await run(account)).stdout, /swapped_secrets/)
  assert.equal((await run([...account, '--refusal', 'ffff'])).code, 1)

  const again = await serve()
  assert.ok(!again.output.stdout.includes(key.appSecret))
  await again.stop()
})

test('wrong usage is 2, and says what is missing', async (t) => {
  const { run, folder, remove } = createSandbox()
  t.after(() => remove())
  const key = ['sign', '--key', 'k', '--token', 't']
  const env = { OAUTH_APP_SECRET: 'a', OAUTH_TOKEN_SECRET: 'b' }
  const url = 'http://localhost/x'
  const none = await run([...key, url])
  assert.equal(none.code, 2)
  assert.match(none.stderr, /OAUTH_APP_SECRET.*OAUTH_TOKEN_SECRET/)
  for (const words of [
    [...key, '/relative'],
    [...key, 'http://h/a b'],
    [...key, '--hash', 'MD5', url],
    [...key, '--body-form', 'a', '--body-json', '{}', url],
    [...key, '--body-form', '%zz', url],
    ['sign', url],
  ]) {
    assert.equal((await run(words, { env })).code, 2, words.join(' '))
  }
  const twoLegged = await run(['sign', '--key', 'k', url], { env })
  assert.equal(twoLegged.code, 0)
  assert.ok(!twoLegged.stdout.includes('oauth_token'))
  const file = path.join(folder, 'x.json')
  writeFileSync(file, '{"request":{}}')
  for (const words of [
    [],
    ['--account', 'a-b'],
    ['--account', 'a', '--request', path.join(folder, 'none.json')],
    ['--account', 'a', '--request', file],
    ['--account', 'a', '--request', file, '--refusal', 'ab'],
  ]) {
    assert.equal((await run(['explain', ...words])).code, 2, words.join(' '))
  }
})
