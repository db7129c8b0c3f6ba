import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { addAnonymousConnector } from '#domain/connectors/add-anonymous-connector.ts'
import { Secret } from '#lib/secret.ts'
import { ownedTables } from '#storage/kysely/accounts.ts'
import {
  type Migratable,
  migrate,
  NewerDatabaseError,
  pendingMigrations,
} from '#storage/migrate.ts'
import { migrations } from '#storage/migrations/index.ts'
import type { Migration } from '#storage/migrations/migration.ts'
import type { Storage } from '#storage/port.ts'
import { openPostgres } from '#storage/postgres/open-postgres.ts'
import { openSqlite } from '#storage/sqlite/open-sqlite.ts'
import { createTestDatabase, databaseKinds } from '../support/storages.ts'
import { newAccount } from './contract.ts'
import { someGrant, someRefreshToken } from './some-authorization.ts'

const names = migrations.map((migration) => migration.name)

for (const kind of databaseKinds) {
  describe(`migrations on ${kind}`, () => {
    const scenario = (
      name: string,
      run: (storage: Storage & Migratable, url: string) => Promise<void>,
    ) =>
      test(name, async (t) => {
        const database = await createTestDatabase(kind)
        const storage = await openEmpty(database.url)
        t.after(async () => {
          await storage.close()
          await database.remove()
        })
        await run(storage, database.url)
      })

    scenario('the first run applies all, the second nothing', async (storage) => {
      const applied = await migrate(storage)
      assert.deepEqual(
        applied.map((migration) => migration.name),
        names,
      )
      await storage.write((tx) => tx.instance.set('kept', 'yes'))
      assert.deepEqual(await migrate(storage), [])
      assert.equal(await storage.read.instance.get('kept'), 'yes')
    })

    scenario('a dry run tells every statement and changes nothing', async (storage) => {
      const pending = await pendingMigrations(storage)
      assert.deepEqual(
        pending.map((migration) => migration.name),
        names,
      )
      assert.match(pending[0]?.statements.join('\n') ?? '', /create table "sessions"/)
      assert.deepEqual(await tablesOf(storage), [])
      await migrate(storage)
      assert.deepEqual(await pendingMigrations(storage), [])
    })

    scenario(
      'four processes that start at once apply each migration once',
      async (storage, url) => {
        const run = () => promisify(execFile)(process.execPath, [child, 'migrate', url])
        const outputs = await Promise.all(Array.from({ length: 4 }, run))
        const applied = outputs.map(({ stdout }) => Number(stdout)).sort()
        assert.deepEqual(applied, [0, 0, 0, names.length])
        assert.deepEqual(await migrate(storage), [])
      },
    )

    scenario(
      'a database of a newer version is refused, by migrate and by a dry run',
      async (storage) => {
        await migrate(storage)
        await migrate(storage, [...migrations, addsTable('9999-later')])
        const refused = (error: unknown) => {
          assert.ok(error instanceof NewerDatabaseError)
          assert.match(error.message, /newer version of Watchword \(9999-later\)/)
          return true
        }
        await assert.rejects(migrate(storage), refused)
        await assert.rejects(pendingMigrations(storage), refused)
      },
    )

    scenario(
      'a migration that fails leaves nothing, nor do those before it in the same run',
      async (storage) => {
        await migrate(storage)
        const before = await tablesOf(storage)
        const later = [...migrations, addsTable('9998-good'), failsHalfway]
        await assert.rejects(migrate(storage, later))
        assert.deepEqual(await tablesOf(storage), before)
        assert.deepEqual(await migrate(storage), [])
        await migrate(storage, [...migrations, addsTable('9998-good')])
        assert.deepEqual(await tablesOf(storage), [...before, 'later'].sort())
      },
    )

    scenario('accounts of before get their connector for anonymous consumers', async (storage) => {
      const at = names.indexOf('0008-connectors')
      await migrate(storage, migrations.slice(0, at))
      const ids = [
        await newAccount(storage),
        await newAccount(storage, { nextObjectId: 5_000_000_000 }),
      ]
      await migrate(storage)
      for (const [index, accountId] of ids.entries()) {
        const [one, ...others] = await storage.read.connectors.list(accountId)
        assert.deepEqual(others, [])
        const account = await storage.read.accounts.find(accountId)
        const id = index === 0 ? 1000 : 5_000_000_000
        assert.deepEqual([one?.connector.id, account?.nextObjectId], [id, id + 1])
        assert.deepEqual([one?.connector.revision, account?.revision], [2, 2])
        const made = await newAccount(storage)
        const given = { id, revision: 2, now: account?.createdAt ?? 0 }
        await storage.write((tx) => addAnonymousConnector(tx, made, given))
        assert.deepEqual(one, (await storage.read.connectors.list(made))[0])
        assert.deepEqual(
          await storage.read.connectors.findByName(accountId, one?.connector.name ?? ''),
          one,
        )
      }
    })

    scenario('refresh tokens of before are found beside their grants', async (storage) => {
      await migrate(storage, migrations.slice(0, names.indexOf('0011-refresh-tokens')))
      const accountId = await newAccount(storage)
      const grant = someGrant(accountId)
      const [token, spent] = [someRefreshToken(grant), someRefreshToken(grant, { spentAt: 5 })]
      await storage.write(async (tx) => {
        await tx.grants.insert(grant)
        for (const one of [token, spent]) await tx.refreshTokens.insert(one)
      })
      await migrate(storage)
      const { refreshTokens } = storage.read
      assert.deepEqual(await refreshTokens.findWithGrant(token), { grant, token })
      assert.deepEqual(await refreshTokens.find(spent), spent)
    })

    scenario('erasing an account covers every table that has one', async (storage) => {
      await migrate(storage)
      const tables = await storage.migrateWith((query) => query.introspection.getTables())
      const owned = tables.filter((table) =>
        table.columns.some(({ name }) => name === 'account_id'),
      )
      assert.deepEqual(owned.map((table) => table.name).sort(), [...ownedTables].sort())
    })
  })
}

const child = path.join(import.meta.dirname, 'child.ts')

async function openEmpty(url: string): Promise<Storage & Migratable> {
  const sqlite = 'sqlite:'
  return url.startsWith(sqlite)
    ? openSqlite(url.slice(sqlite.length))
    : openPostgres({ url: new Secret(url) })
}

async function tablesOf(storage: Migratable): Promise<readonly string[]> {
  const tables = await storage.migrateWith((query) => query.introspection.getTables())
  return tables.map((table) => table.name).sort()
}

function addsTable(name: string): Migration {
  return {
    name,
    statements: ({ schema }) => [schema.createTable('later').addColumn('id', 'text').compile()],
  }
}

const failsHalfway: Migration = {
  name: '9999-fails',
  statements: (build) => [
    build.schema.createTable('half').addColumn('id', 'text').compile(),
    sql`insert into no_such_table values (1)`.compile(build),
  ],
}
