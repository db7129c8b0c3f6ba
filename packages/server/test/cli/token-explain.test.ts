import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { TokenExplanation } from '@watchword/protocol/api/consumer-debugger.ts'
import { createSandbox } from '../support/cli.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const issuedAt = Math.floor(Date.parse('2026-01-15T12:00:00Z') / 1000)

function idToken(changed: object = {}): string {
  const claims = {
    ...{ iss: 'https://www.brand.example', sub: 'johanna.doebler', aud: 'client-1' },
    ...{ iat: issuedAt, exp: issuedAt + 600, email: 'johanna@brand.example', ...changed },
  }
  const input = `${encode({ alg: 'RS256', kid: 'k1', typ: 'JWT' })}.${encode(claims)}`
  return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
}

test('offline: taken 0, refused 1 with the rule and the advice, used wrongly 2', async (t) => {
  const { run, folder, remove } = createSandbox()
  t.after(() => remove())
  const key = path.join(folder, 'brand.pem')
  writeFileSync(key, publicKey.export({ format: 'pem', type: 'spki' }))
  const jwks = path.join(folder, 'jwks.json')
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256' }
  writeFileSync(jwks, JSON.stringify({ keys: [jwk] }))
  const file = path.join(folder, 'token.txt')
  writeFileSync(file, `${idToken()}\n`)
  const explain = ['token', 'explain', '--issuer', 'https://www.brand.example']
  const at = ['--at', '2026-01-15T12:01:00Z']
  const client = ['--client-id', 'client-1']

  const taken = await run([...explain, ...at, ...client, '--key', jwks, file])
  assert.equal(taken.code, 0, taken.stderr)
  assert.match(taken.stdout, /^TAKEN\n/)
  assert.match(taken.stdout, /^ok {4}signature +right$/m)

  const stdin = idToken({ aud: 'client-2' })
  const refused = await run([...explain, ...at, ...client, '--key', key], { stdin })
  assert.equal(refused.code, 1, refused.stderr)
  assert.match(refused.stdout, /^REFUSED \(9007\)\naud: the token is for somebody else\n-> /)
  assert.match(refused.stdout, /^FAIL {2}aud .*\[client-2\]$/m)
  const json = await run([...explain, ...at, ...client, '--key', key, '--json'], { stdin })
  const explained = JSON.parse(json.stdout) as TokenExplanation
  assert.equal(explained.rules.find(({ rule }) => rule === 'aud')?.verdict, 'fail')
  assert.equal(explained.claims?.['sub'], 'j… (15 characters)')

  const expired = await run([...explain, ...client, '--key', key, file])
  assert.match(expired.stdout, /^REFUSED \(1012\)\nexp: /)
  const keyless = await run([...explain, ...at, file])
  assert.match(keyless.stdout, /no key was given\n-> Give the public key.*--key FILE/)
  const code = await run([...explain, '--key', key], { stdin: 'SplxlOBeZQQYbYS6WxSbIA' })
  assert.equal(code.code, 1)
  assert.match(code.stdout, /an authorization code, or an opaque access or refresh token/)

  for (const { stdout, stderr } of [taken, refused, json, expired]) {
    const [, payload = '?', signature = '?'] = idToken().split('.')
    for (const secret of ['ohanna', 'oebler', payload, signature]) {
      assert.ok(!`${stdout}${stderr}`.includes(secret), secret)
    }
  }
  for (const args of [
    ['--alg', 'HS256'],
    ['--tolerance', '301'],
    ['--at', 'yesterday'],
    ['--connector', '5'],
    ['--account', 'a', '--request', 'x', '--handshake', 'ab'],
    ['--account', 'a', '--key', key],
    ['--account', 'a', '--audience', 'x'],
    ['--key', path.join(folder, 'missing.pem')],
    [path.join(folder, 'missing.txt')],
  ]) {
    const wrong = await run(['token', 'explain', ...args])
    assert.equal(wrong.code, 2, args.join(' '))
    assert.equal(wrong.stdout, '')
    assert.ok(wrong.stderr.length > 10 && !wrong.stderr.includes('    at '), wrong.stderr)
  }
})

test('by the instance: what it refused is listed, and explained by its connectors', async (t) => {
  const { serve, run, remove } = createSandbox()
  t.after(() => remove())
  const server = await serve()
  const account = ['token', 'explain', '--account', '12345678']
  const none = await run(account)
  assert.equal(none.code, 0, none.stderr)
  assert.match(none.stdout, /No consumer was refused in the last day/)
  const url = `${server.origin}/api/account/12345678/app/99/authenticate?v=3.0`
  const sent = { method: 'POST', headers: { 'content-type': 'application/json' } }
  const refused = await fetch(url, { ...sent, body: '{"id_token":"a.b.c"}' })
  assert.equal(refused.status, 404)
  const { request_id: requestId } = (await refused.json()) as { request_id: string }
  await server.stop()
  const listed = await run(account)
  const [, id = ''] = /^([0-9a-f]{16}) .* 1024 /m.exec(listed.stdout) ?? []
  const explained = await run([...account, '--handshake', id])
  assert.equal(explained.code, 1, explained.stderr)
  assert.match(explained.stdout, /^REFUSED \(1024\)\n/)
  const byRequest = await run([...account, '--request', requestId])
  assert.equal(byRequest.stdout, explained.stdout)
  const pasted = await run(account, { stdin: idToken() })
  assert.equal(pasted.code, 1)
  assert.match(pasted.stdout, /No connector of this account is meant for this token/)
  const missing = await run([...account, '--handshake', 'abcd'])
  assert.deepEqual([missing.code, missing.stdout], [1, ''])
  const unknown = await run(['token', 'explain', '--account', 'nobody'], { stdin: 'x' })
  assert.deepEqual([unknown.code, unknown.stdout], [1, ''])
})
