import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createSandbox } from '../support/cli.ts'
import { login } from '../support/login.ts'
import { createDatabase } from '../support/postgres.ts'
import { databaseKinds } from '../support/storages.ts'
import { call } from '../support/test-server.ts'
import { until } from '../support/until.ts'

for (const kind of databaseKinds) {
  describe(`a command beside a running server on ${kind}`, () => {
    test('a suspended account, a blocked user and a reset password are refused within a second', async (t) => {
      const database = kind === 'sqlite' ? undefined : await createDatabase()
      const env = database === undefined ? {} : { WATCHWORD_DATABASE_URL: database.url }
      const sandbox = createSandbox({ WATCHWORD_LOG_LEVEL: 'error', ...env })
      t.after(async () => {
        await sandbox.remove()
        await database?.drop()
      })
      const server = await sandbox.serve({ args: ['--demo', '--json'] })
      const { created } = JSON.parse(server.output.stdout)
      const passwordOf = (name: string) =>
        created.find(({ loginName }: { loginName: string }) => loginName === name).password
      const bearerOf = async (name: string, password = passwordOf(name)) => {
        const { status, body } = await login(server, '12345678', name, password)
        assert.equal(status, 200)
        return body.bearer
      }
      const path = '/api/account/12345678/configuration/le-users/users'
      const statusOf = async (bearer: string) =>
        (await call(server, 'GET', path, { bearer })).status
      const refusedSoon = (bearer: string) =>
        until(async () => (await statusOf(bearer)) === 401, 1000, 'the bearer is refused')

      const agent = await bearerOf('agent')
      assert.equal(await statusOf(agent), 200)
      assert.equal((await sandbox.run(['user', 'block', '12345678', 'agent'])).code, 0)
      await refusedSoon(agent)
      assert.equal((await login(server, '12345678', 'agent', passwordOf('agent'))).status, 451)

      const manager = await bearerOf('manager')
      assert.equal(await statusOf(manager), 200)
      const words = ['user', 'reset-password', '12345678', 'manager', '--no-must-change', '--json']
      const reset = JSON.parse((await sandbox.run(words)).stdout)
      await refusedSoon(manager)
      await bearerOf('manager', reset.password)

      const admin = await bearerOf('admin')
      assert.equal(await statusOf(admin), 200)
      assert.equal((await sandbox.run(['account', 'suspend', '12345678'])).code, 0)
      await refusedSoon(admin)
      assert.equal((await login(server, '12345678', 'admin', passwordOf('admin'))).status, 451)
      const confirm = ['account', 'delete', '12345678', '--confirm', '12345678']
      assert.equal((await sandbox.run(confirm)).code, 0)
      assert.equal((await login(server, '12345678', 'admin', passwordOf('admin'))).status, 401)
      assert.equal((await server.stop()).code, 0)
    })
  })
}
