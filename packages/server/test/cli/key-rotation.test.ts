import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { createSandbox } from '../support/cli.ts'
import { login } from '../support/login.ts'
import { createDatabase } from '../support/postgres.ts'
import { databaseKinds } from '../support/storages.ts'
import { call } from '../support/test-server.ts'

const key = (byte: number) => Buffer.alloc(32, byte).fill(0, 0, 1).toString('base64')

for (const kind of databaseKinds) {
  describe(`rotating the master key on ${kind}`, () => {
    async function open(t: { after(done: () => Promise<void>): void }) {
      const database = kind === 'sqlite' ? undefined : await createDatabase()
      const env = database === undefined ? {} : { WATCHWORD_DATABASE_URL: database.url }
      const sandbox = createSandbox({ WATCHWORD_LOG_LEVEL: 'error', ...env })
      t.after(async () => {
        await sandbox.remove()
        await database?.drop()
      })
      return sandbox
    }

    test('a running server goes on, with the accounts it had and with new ones', async (t) => {
      const { serve, run, folder } = await open(t)
      const keysInFile = () =>
        readFileSync(path.join(folder, 'data/master.key'), 'utf8')
          .split('\n')
          .filter((line) => /^[\w-]{43}$/.test(line))
      const server = await serve({ args: ['--demo', '--json'] })
      const [admin] = JSON.parse(server.output.stdout).created
      const token = (await run(['operator-token', 'create', '--label', 'x'])).stdout.trim()
      const make = (id: string) =>
        call(server, 'POST', '/operator/v1/accounts', { bearer: token, body: { id, name: id } })
      assert.equal((await make('before')).status, 201)

      const first = await run(['keys', 'rotate', '--json'])
      assert.equal(first.code, 0, first.stderr)
      assert.equal(JSON.parse(first.stdout).resealed, 2)
      assert.equal(keysInFile().length, 2)
      assert.equal((await make('after')).status, 201)
      const second = JSON.parse((await run(['keys', 'rotate', '--retire-old', '--json'])).stdout)
      assert.deepEqual([second.resealed, second.retired.length, keysInFile().length], [3, 2, 1])
      assert.equal((await make('later')).status, 201)

      // Each of these writes to an audit trail, whose key must be opened anew.
      for (const id of ['before', 'after', 'later']) {
        const body = { name: `${id} 2` }
        const url = `/operator/v1/accounts/${id}`
        assert.equal((await call(server, 'PATCH', url, { bearer: token, body })).status, 200, id)
      }
      assert.equal((await login(server, '12345678', 'admin', admin.password)).status, 200)
      assert.equal((await run(['audit', 'verify'])).code, 0)
      assert.equal((await server.stop()).code, 0)
      const again = await serve()
      assert.equal((await login(again, '12345678', 'admin', admin.password)).status, 200)
      const third = JSON.parse((await run(['keys', 'rotate', '--retire-old', '--json'])).stdout)
      assert.equal(third.resealed, 4)
    })

    test('two rotations at once lose no key', async (t) => {
      const { run } = await open(t)
      await run(['migrate'])
      await run(['account', 'create', '--name', 'Acme', '--id', 'acme'])
      const both = await Promise.all([run(['keys', 'rotate']), run(['keys', 'rotate'])])
      assert.deepEqual(
        both.map(({ code }) => code),
        [0, 0],
      )
      assert.equal((await run(['audit', 'verify'])).code, 0)
    })

    test('with keys from the environment: behind, in front, sealed again, retired', async (t) => {
      const { run } = await open(t)
      const old = { WATCHWORD_MASTER_KEY: key(1) }
      const next = { WATCHWORD_MASTER_KEY: `${key(2)},${key(1)}` }
      const alone = { WATCHWORD_MASTER_KEY: key(2) }
      await run(['migrate'], { env: old })
      await run(['account', 'create', '--name', 'Acme', '--id', 'acme'], { env: old })
      const early = await run(['account', 'list'], { env: alone })
      assert.equal(early.code, 2)
      assert.match(early.stderr, /which is not in WATCHWORD_MASTER_KEY/)
      const rotated = await run(['keys', 'rotate', '--retire-old', '--json'], { env: next })
      assert.equal(JSON.parse(rotated.stdout).resealed, 1)
      assert.equal((await run(['audit', 'verify'], { env: alone })).code, 0)
    })
  })
}
