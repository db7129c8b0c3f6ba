import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { migrate } from '#storage/migrate.ts'
import { openSqliteNonces } from '#storage/nonces/sqlite-nonces.ts'
import { openConnection, type SqliteConnection } from '#storage/sqlite/connection.ts'
import { storageOver } from '#storage/sqlite/open-sqlite.ts'
import { someEvent, someLink } from './consumer-links.ts'
import { someVisit } from './consumers.ts'
import { newAccount, now, someEntry, someSession, someSkill, someUser } from './contract.ts'
import { someHandshake } from './handshakes.ts'
import { someAccessToken, someCode, someGrant, someRefreshToken } from './some-authorization.ts'
import { someStatistic } from './statistics.ts'

type Statement = { readonly sql: string; readonly parameters: readonly unknown[] }

/** A connection that remembers what it was asked. */
function recording(file: string, asked: Statement[]): SqliteConnection {
  const connection = openConnection(file)
  const noted =
    <T>(run: (sql: string, parameters: readonly unknown[]) => T) =>
    (sql: string, parameters: readonly unknown[]) => {
      asked.push({ sql, parameters })
      return run(sql, parameters)
    }
  return { ...connection, all: noted(connection.all), execute: noted(connection.execute) }
}

test('every query that a call of the cloud passes uses an index', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'watchword.db')
  const asked: Statement[] = []
  const storage = storageOver(
    recording(file, asked),
    recording(file, asked),
    openSqliteNonces(`${file}-nonces`, { isNew: true }),
  )
  await migrate(storage)
  const accountId = await newAccount(storage)
  const session = someSession(accountId)
  const key = { kind: 'failures-in-a-row', key: 'admin' } as const
  asked.length = 0

  await storage.write(async (tx) => {
    await tx.users.insert(accountId, someUser(1, 'admin'))
    await tx.skills.insert(accountId, someSkill(2, 'sales'))
    await tx.users.update(accountId, someUser(1, 'admin', { nickname: 'x' }))
    await tx.userLinks.replace(accountId, 1, [{ kind: 'skill', targetId: 2 }])
    await tx.accounts.lock(accountId)
    await tx.accounts.nextRevision(accountId)
    await tx.accounts.takeObjectIds(accountId, 1)
    await tx.credentials.replaceHash(accountId, 1, 'a', 'b')
    await tx.credentials.noteLogin(accountId, 1, now)
    await tx.loginCounters.add(accountId, key, { now, windowMs: 1 })
    await tx.loginCounters.lock(accountId, key, now + 1)
    await tx.loginCounters.clear(accountId, key)
    await tx.sessions.insert(session)
    await tx.sessions.touch(accountId, session.id, now + 1)
    const head = await tx.audit.lockHead(accountId)
    const event = { ...someEntry(), accountId, sequence: 1, hash: 'h' }
    await tx.audit.append(accountId, [event], { ...head, sequence: 1, hash: 'h' })
    await tx.audit.dropOld(accountId, now - 1, 10)
    await tx.sessions.removeOfUser(accountId, 1)
    await tx.sessions.removeOfKey(accountId, 'key')
    await tx.applicationUses.add(accountId, [], 1)
    const [code, grant] = [someCode(accountId), someGrant(accountId)]
    const token = someRefreshToken(grant)
    // Often enough for what is done now and then.
    for (let round = 0; round < 8; round += 1) {
      await tx.codes.insert({ ...code, codeHash: `${round}` })
      await tx.grants.insert({ ...grant, id: `${round}` })
      await tx.accessTokens.insert(someAccessToken(accountId))
      await tx.refreshTokens.insert({ ...token, tokenHash: `${round}` })
      await tx.refreshTokens.spend({ ...token, tokenHash: `${round}` }, now)
    }
    await tx.codes.spend(accountId, '1', now)
    await tx.grants.touch(accountId, '1', now)
    await tx.grants.touch(accountId, '1', now, now + 1)
    await tx.grants.revokeOfUser(accountId, 1)
    await tx.grants.revokeOfClient(accountId, 'client')
    await tx.grants.revokeOfBrowserSession(accountId, 'browser')
    await tx.clientAssertions.claim(accountId, { hash: 'x', expiresAt: now, now })
    await tx.consumers.visit(accountId, someVisit('x'))
    await tx.consumers.visit(accountId, someVisit('x'))
    await tx.consumers.logOut(accountId, 'x', now)
    await tx.consumers.setAttributes(accountId, 'x', 'sealed')
    await tx.refusedHandshakes.add(accountId, [someHandshake()], { keep: 0, since: now })
    await tx.connectorUses.add(accountId, [], 1)
    await tx.statistics.add(accountId, [someStatistic()])
    await tx.statistics.drop({ hour: 1, day: 1 }, 1)
    const end = { before: now, expiresAt: now, now }
    await tx.consumerRevocations.revoke(accountId, 'consumer:x', end)
    await tx.consumerRevocations.lift(accountId, 'consumer:x')
    await tx.consumers.lock(accountId, 'x')
    await tx.consumerLinks.insert(accountId, someLink())
    await tx.consumerLinks.end(accountId, 'link', now)
    await tx.consumerLinks.removeOf(accountId, 'a')
    await tx.consumerEvents.add(accountId, someEvent(), now)
    await tx.consumerErasures.insert(accountId, { id: 'x', at: now, receipt: '{}' }, now)
  })
  const { read } = storage
  await read.accounts.find(accountId)
  await read.accounts.revision(accountId)
  await read.accounts.sealedKey(accountId)
  await read.users.find(accountId, 1)
  await read.users.findMany(accountId, [1, 2])
  await read.users.findByName(accountId, 'admin')
  await read.users.count(accountId)
  await read.users.list(accountId)
  await read.users.names(accountId)
  await read.userLinks.usersOf(accountId, 'skill', [2])
  await read.userLinks.page(accountId, { kind: 'skill', targetId: 2 }, { offset: 1, limit: 1 })
  await read.userLinks.counts(accountId, 'skill')
  await read.userLinks.list(accountId, 'member')
  await read.credentials.find(accountId, 1)
  await read.loginCounters.find(accountId, key, now)
  await read.sessions.findByToken(session.tokenHash)
  await read.sessions.findByCookie(accountId, session.cookieHash)
  await read.sessions.find(accountId, session.id)
  await read.sessions.list(accountId, now, 1)
  await read.codes.find(accountId, 'x')
  await read.grants.find(accountId, 'x')
  await read.grants.list(accountId, now, { userId: 1 })
  await read.refreshTokens.find({ accountId, grantId: 'x', tokenHash: 'x' })
  await read.refreshTokens.findWithGrant({ accountId, grantId: 'x', tokenHash: 'x' })
  await read.accessTokens.findByToken('x')
  await read.consumers.find(accountId, 'x')
  await read.consumers.list(accountId, { limit: 5, before: { lastSeenAt: now, id: 'x' } })
  await read.consumerLinks.list(accountId, 'x', 10)
  await read.consumerEvents.list(accountId, { after: 1, limit: 10 })
  await read.consumerErasures.find(accountId, 'x')
  await read.consumerErasures.list(accountId, { limit: 5, before: { at: now, id: 'x' } })
  await read.consumerRevocations.latest(accountId, ['consumer:x', 'token:y'])
  await read.refusedHandshakes.find(accountId, 'x', now)
  await read.refusedHandshakes.list(accountId, { since: now, connectorId: 1 })
  const ofApi = { period: 'hour', dimension: 'api', from: 1, to: 2 } as const
  await read.statistics.list(accountId, ofApi)
  await read.connectorUses.list(accountId, { fromDay: 1, connectorId: 1 })
  await read.connectorUses.list(accountId, { fromDay: 1 })
  await read.connectorUses.totals(accountId, 1)
  await read.refusedHandshakes.list(accountId, { since: now })
  await read.audit.head(accountId)
  await read.audit.chain(accountId, 1, 10)
  const filter = {
    from: now,
    to: now + 1,
    objectTypes: undefined,
    actorLoginNames: undefined,
    includeAutomatic: true,
    includeLpa: true,
  }
  const page = { limit: 10, offset: 0, order: [{ by: 'at', descending: true }] } as const
  await read.audit.query(accountId, filter, page)
  await read.audit.count(accountId, filter)
  const inside = { objectIds: ['1'], addresses: ['x'], actions: ['Edit'], text: 'x' }
  await read.audit.query(accountId, { ...filter, inside }, page)
  await read.applications.find(accountId, 'x')
  await read.applications.findByName(accountId, 'x')
  await read.applications.list(accountId)
  await read.applications.count(accountId)
  await read.applications.revision(accountId)
  await read.connectors.find(accountId, 1)
  await read.connectors.findByName(accountId, 'x')
  await read.connectors.list(accountId)
  await read.connectors.count(accountId)
  await read.campaigns.find(accountId, 1)
  await read.campaigns.findByName(accountId, 'x')
  await read.campaigns.list(accountId)
  await read.campaigns.count(accountId)
  await read.engagements.find(accountId, 1)
  await read.engagements.findByName(accountId, 1, 'x')
  await read.engagements.list(accountId, 1)
  await read.engagements.targets(accountId)
  await read.engagements.places(accountId)
  await read.engagements.usersOf(accountId, { to: 'connector', id: 1 })
  await read.engagements.usersOf(accountId, { to: 'skill', id: 1 })
  await read.applicationUses.list(accountId, 'x', 1)
  await read.applicationUses.lastUses(accountId)
  await read.grants.lastUses(accountId, now)
  await read.loginCounters.hasLocked(accountId, now)
  await read.loginCounters.lockedAmong(accountId, ['admin', 'x'], now)
  await read.globalApplications.find('x')
  await read.operatorTokens.findByToken('x')
  await read.directory.list('account', accountId)
  await read.instance.get('x')
  await storage.close()

  const { database } = openConnection(file)
  const statements = asked.filter(({ sql }) => /^(select|update|delete|insert)/.test(sql))
  assert.ok(statements.length > 40, `${statements.length} statements were seen`)
  for (const { sql, parameters } of statements) {
    const plan = database.prepare(`explain query plan ${sql}`).all(...(parameters as string[]))
    const steps = plan.map((step) => String(step['detail']))
    assert.deepEqual(
      steps.filter((step) => step.startsWith('SCAN')),
      [],
      sql,
    )
    const sorts = steps.filter((step) => step.includes('TEMP B-TREE'))
    if (sql.includes('audit_events')) assert.deepEqual(sorts, [], sql)
    if (sql.includes('and "name_key" =')) assert.match(steps.join(), /USING INDEX \w+_name /, sql)
  }
  database.close()
})
