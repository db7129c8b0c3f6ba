import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createSandbox } from '../support/cli.ts'

type Key = { readonly kid: string; readonly state: string; readonly algorithm: string }

describe('watchword keys, for signing keys', () => {
  test('list, rotate and retire work beside a server that runs', async (t) => {
    const sandbox = createSandbox({ WATCHWORD_LOG_LEVEL: 'info' })
    t.after(() => sandbox.remove())
    const run = async (...words: readonly string[]) => sandbox.run(['keys', ...words])
    const server = await sandbox.serve({ args: ['--demo'] })
    const { stdout: accounts } = await sandbox.run(['account', 'list', '--json'])
    const account = String(JSON.parse(accounts).accounts[0].id)
    assert.match((await run('list')).stdout, /no key yet/)
    const published = async (path: string): Promise<readonly { readonly kid: string }[]> =>
      ((await (await fetch(`${server.origin}${path}`)).json()) as { keys: { kid: string }[] }).keys
    await published('/sentinel/well-known/jwks')
    await published(`/oidc/${account}/jwks`)

    const listed = JSON.parse((await run('list', '--account', account, '--json')).stdout)
    assert.deepEqual(
      (listed.keys as readonly Key[]).map(({ algorithm, state }) => `${algorithm} ${state}`).sort(),
      ['ES256 signing', 'RS256 signing'],
    )
    const issuer = ['rotate', '--kind', 'issuer', '--account', account, '--algorithm', 'ES256']
    assert.equal((await run(...issuer)).code, 0)
    const again = await run(...issuer)
    assert.equal(again.code, 1)
    assert.match(again.stderr, /published already/)

    const [before] = await published('/sentinel/well-known/jwks')
    const rotated = await run('rotate', '--kind', 'appjwt', '--now')
    assert.equal(rotated.code, 0)
    assert.match(rotated.stdout, /refuse new AppJWTs from now on/)
    const changed = async () =>
      (await published('/sentinel/well-known/jwks'))[0]?.kid !== before?.kid
    for (let turn = 0; turn < 100 && !(await changed()); turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    assert.ok(await changed(), 'the server that runs was told')

    const signing = (await published('/sentinel/well-known/jwks'))[0]?.kid ?? ''
    const refused = await run('retire', signing)
    assert.equal(refused.code, 1)
    assert.match(refused.stderr, /signs now/)
    assert.equal((await run('retire', before?.kid ?? '', '--force')).code, 0)
    assert.equal((await run('retire', before?.kid ?? '')).code, 1)

    const consumerJws = `/api/account/${account}/consumer/.well-known/jwks.json`
    const [first] = await published(consumerJws)
    assert.equal((await run('rotate', '--kind', 'consumerjws', '--now')).code, 0)
    assert.match((await run('list')).stdout, /^consumerjws-.* for good /m)
    const forGood = await run('retire', first?.kid ?? '')
    assert.equal(forGood.code, 1)
    assert.match(forGood.stderr, /never expire/)
    assert.equal((await run('retire', first?.kid ?? '', '--force')).code, 0)
    await published(`/api/account/${account}/.well-known/encryption-key.json`)
    assert.match((await run('rotate', '--kind', 'encryption')).stdout, /paste/)
    await server.stop()
  })

  test('wrong usage is 2', async (t) => {
    const sandbox = createSandbox()
    t.after(() => sandbox.remove())
    await sandbox.run(['migrate'])
    for (const words of [
      ['rotate', '--kind', 'other'],
      ['rotate', '--kind', 'issuer'],
      ['rotate', '--kind', 'appjwt', '--account', 'acme'],
      ['rotate', '--kind', 'consumer', '--account', 'acme'],
      ['rotate', '--kind', 'issuer', '--account', 'acme', '--algorithm', 'HS256'],
      ['list', '--account', 'a-b'],
      ['retire'],
    ]) {
      const { code, stderr } = await sandbox.run(['keys', ...words])
      assert.equal(code, 2, words.join(' '))
      assert.notEqual(stderr, '')
    }
    const unknown = await sandbox.run(['keys', 'list', '--account', 'nobody'])
    assert.equal(unknown.code, 1)
    assert.match(unknown.stderr, /no account nobody/)
  })
})
