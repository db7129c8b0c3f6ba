import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import { createAccount } from '#domain/accounts/create-account.ts'
import { deleteAccount } from '#domain/accounts/delete-account.ts'
import { DomainError } from '#domain/errors.ts'
import { applyKickstart } from '#domain/kickstart/apply-kickstart.ts'
import { Secret } from '#lib/secret.ts'
import { ownedTables } from '#storage/kysely/accounts.ts'
import type { Migratable } from '#storage/migrate.ts'
import { openPostgres } from '#storage/postgres/open-postgres.ts'
import { openSqlite } from '#storage/sqlite/open-sqlite.ts'
import { accountId, kickstartPorts, kickstartUser } from '../support/kickstart.ts'
import { createTestDatabase, databaseKinds, type TestDatabase } from '../support/storages.ts'

const acme = accountId('acme')

/** The database itself, beside the port. */
async function openRaw({
  kind,
  url,
}: TestDatabase): Promise<Migratable & { close(): Promise<void> }> {
  return kind === 'sqlite'
    ? openSqlite(url.replace('sqlite:', ''))
    : openPostgres({ url: new Secret(url) })
}

/** The database's own list of tables that have the column. */
function tablesWith(column: string, database: Migratable): Promise<readonly string[]> {
  return database.migrateWith(async (query) => {
    const tables = await query.introspection.getTables()
    const having = tables.filter(({ columns }) => columns.some(({ name }) => name === column))
    return having.map(({ name }) => name).toSorted()
  })
}

function countOf(table: string, id: string, database: Migratable): Promise<number> {
  return database.migrateWith(async (query) => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}
      where account_id = ${id}`.execute(query)
    return Number(rows[0]?.n)
  })
}

for (const kind of databaseKinds) {
  describe(`erasing an account on ${kind}`, () => {
    test('leaves nothing in any table that holds things of accounts', async (t) => {
      const database = await createTestDatabase(kind)
      t.after(() => database.remove())
      const storage = await database.open()
      const raw = await openRaw(database)
      t.after(() => raw.close())
      const tables = await tablesWith('account_id', raw)
      assert.deepEqual(tables, ownedTables.toSorted())

      const ports = kickstartPorts(storage)
      const users = [kickstartUser('ada')]
      const accounts = ['acme', 'other'].map((id) => ({ id, name: id, users }))
      await applyKickstart(ports, { accounts })
      await storage.write(async (tx) => {
        const entry = { scope: 'account', scopeId: 'acme', service: 'smt', hidden: true } as const
        await tx.directory.put({ ...entry, host: undefined })
        const [user] = await tx.users.list(acme)
        const session = { accountId: acme, id: 's', userId: user?.id ?? 0, tokenHash: 't' }
        const times = { createdAt: 1, expiresAt: Number.MAX_SAFE_INTEGER, lastUsedAt: 1 }
        const rest = { address: '', userAgent: '', method: 'password' as const }
        const hashes = { cookieHash: 'c', csrfHash: 'x' }
        await tx.sessions.insert({ ...session, ...times, ...rest, ...hashes })
        const key = { kind: 'mails', key: 'k' } as const
        await tx.loginCounters.add(acme, key, { now: ports.clock.now(), windowMs: 60_000 })
      })
      const before = await Promise.all(tables.map((table) => countOf(table, 'acme', raw)))
      // What later features add to the list is held to the loop below; these prove that it can fail.
      const filled: readonly string[] = tables.filter((_, index) => (before[index] ?? 0) > 0)
      for (const table of ['account_keys', 'audit_events', 'audit_heads', 'login_counters']) {
        assert.ok(filled.includes(table), table)
      }
      for (const table of ['agent_groups', 'profiles', 'users', 'user_links', 'sessions']) {
        assert.ok(filled.includes(table), table)
      }
      assert.ok(filled.includes('user_credentials'))

      await deleteAccount(ports, acme)
      for (const table of tables) {
        assert.equal(await countOf(table, 'acme', raw), 0, table)
      }
      assert.deepEqual(await storage.read.directory.list('account', 'acme'), [])
      assert.ok((await countOf('users', 'other', raw)) > 0)
      await assert.rejects(deleteAccount(ports, acme), { code: 'not_found' })
    })

    test('an id that was erased is never given again, nor by two at once', async (t) => {
      const database = await createTestDatabase(kind)
      t.after(() => database.remove())
      const storage = await database.open()
      const ports = kickstartPorts(storage)
      const make = () => createAccount(ports, { id: acme, name: 'Acme' }, { by: 'command' })
      await make()
      const outcomes = await Promise.allSettled([deleteAccount(ports, acme), make(), make()])
      const made = outcomes.slice(1).filter(({ status }) => status === 'fulfilled')
      assert.deepEqual(made, [])
      const error = await make().catch((reason: unknown) => reason)
      assert.ok(error instanceof DomainError)
      assert.match(error.message, /never used again/)
      assert.equal(await storage.read.accounts.find(acme), undefined)
    })

    test('ids of objects start at random, so that they tell nothing of other accounts', async (t) => {
      const database = await createTestDatabase(kind)
      t.after(() => database.remove())
      const ports = kickstartPorts(await database.open())
      const starts = new Set<number>()
      for (let count = 0; count < 5; count += 1) {
        const { nextObjectId, id } = await createAccount(ports, { name: 'x' }, { by: 'command' })
        assert.match(id, /^\d{8}$/)
        assert.ok(nextObjectId >= 1e9 && nextObjectId < 1e10 && nextObjectId % 10 === 0)
        starts.add(nextObjectId)
      }
      assert.equal(starts.size, 5)
    })
  })
}
