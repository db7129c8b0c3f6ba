import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { Secret } from '#lib/secret.ts'
import { migrate } from '#storage/migrate.ts'
import type { Announcement } from '#storage/port.ts'
import { openPostgres } from '#storage/postgres/open-postgres.ts'
import { createDatabase } from '../support/postgres.ts'
import { until } from '../support/until.ts'

const isListener = "application_name = 'watchword listener' and datname = current_database()"

test('a lost announcement connection is noticed, replaced, and answered by forgetting everything', async (t) => {
  const database = await createDatabase()
  const faults: Error[] = []
  const storage = await openPostgres({
    url: new Secret(database.url),
    onFault: (fault) => faults.push(fault),
  })
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  t.after(async () => {
    await storage.close()
    await admin.end()
    await database.drop()
  })
  await migrate(storage)
  const { announcements } = storage
  const told: Announcement[] = []
  announcements.subscribe((announcement) => told.push(announcement))
  assert.equal(announcements.reliable(), true)

  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${isListener}`)
  await until(() => !announcements.reliable(), 1000)
  await until(() => announcements.reliable(), 3000)
  assert.deepEqual(told, [{ about: 'everything' }])
  assert.ok(faults.length > 0, 'somebody is told')

  await admin.query(`select pg_notify('watchword', '{"about":"account","accountId":"a"}')`)
  await until(() => told.length === 2, 1000)
  assert.deepEqual(told[1], { about: 'account', accountId: 'a' })
})

test('announcements that are none are passed over', async (t) => {
  const database = await createDatabase()
  const storage = await openPostgres({ url: new Secret(database.url) })
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  t.after(async () => {
    await storage.close()
    await admin.end()
    await database.drop()
  })
  const told: Announcement[] = []
  storage.announcements.subscribe((announcement) => told.push(announcement))
  for (const payload of ['', 'x', 'null', '[]', '{"about":"x"}', '{"about":"everything"}']) {
    await admin.query('select pg_notify($1, $2)', ['watchword', payload])
  }
  await until(() => told.length > 0, 1000)
  assert.deepEqual(told, [{ about: 'everything' }])
})

test('closing ends every connection, also while the lost one is being replaced', async (t) => {
  const database = await createDatabase()
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  t.after(async () => {
    await admin.end()
    await database.drop()
  })
  const storage = await openPostgres({ url: new Secret(database.url) })
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${isListener}`)
  await until(() => !storage.announcements.reliable(), 1000)
  await storage.close()
  // One that was made after that would be there by now; of those that were ended a backend may still be on its way out.
  await new Promise((resolve) => setTimeout(resolve, 400))
  await until(async () => {
    const { rows } = await admin.query(
      `select count(*)::int as left from pg_stat_activity where application_name like 'watchword%' and datname = current_database()`,
    )
    return rows[0]?.left === 0
  }, 5000)
})

test('a database that is not there is an error at the start, not a silence', async () => {
  const url = new Secret('postgres://nobody@127.0.0.1:1/nothing')
  await assert.rejects(openPostgres({ url }), /ECONNREFUSED/)
})

test('what is changed here is told here once, and by others once more', async (t) => {
  const database = await createDatabase()
  const [here, there] = await Promise.all(
    [1, 2].map(() => openPostgres({ url: new Secret(database.url) })),
  )
  assert.ok(here && there)
  t.after(async () => {
    await here.close()
    await there.close()
    await database.drop()
  })
  const told: string[] = []
  here.announcements.subscribe((one) => told.push(`here ${JSON.stringify(one)}`))
  there.announcements.subscribe((one) => told.push(`there ${JSON.stringify(one)}`))
  const one = { about: 'account', accountId: 'a' } as const
  await here.write((tx) => tx.announce(one))
  await there.write((tx) => tx.announce({ about: 'everything' }))
  await until(() => told.filter((line) => line.startsWith('here')).length === 2, 1000)
  await until(() => told.filter((line) => line.startsWith('there')).length === 2, 1000)
  assert.deepEqual(
    told.filter((line) => line.startsWith('here')),
    [`here ${JSON.stringify(one)}`, 'here {"about":"everything"}'],
  )
})
