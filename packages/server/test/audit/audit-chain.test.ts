import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { verifyChain } from '#domain/audit/verify-chain.ts'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import { Secret } from '#lib/secret.ts'
import { openPostgres } from '#storage/postgres/open-postgres.ts'
import { fixedMasterKeys } from '../support/master-keys.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { tamper } from './raw-database.ts'
import { entry, record } from './support.ts'

const day = 86_400_000

for (const kind of databaseKinds) {
  describe(`audit chain on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    let accounts = 0
    async function start(events: number, settings = {}): Promise<SeededAccount> {
      accounts += 1
      const account = await seedAccount(server, `acme${accounts}`, settings)
      for (let index = 0; index < events; index += 1) {
        await record(server, account, [entry({ objectName: `event ${index + 1}` })])
      }
      return account
    }
    const verify = ({ id }: SeededAccount) => verifyChain(server, id)

    test('an untouched trail holds, with its ends and how many there are', async () => {
      const account = await start(12)
      const head = await server.storage.read.audit.head(account.id)
      assert.deepEqual(await verify(account), {
        ok: true,
        events: 12,
        from: 1,
        to: 12,
        hash: head?.hash,
      })
    })

    test('an account without events holds', async () => {
      const verdict = await verify(await start(0))
      assert.deepEqual(verdict, { ok: true, events: 0, from: 1, to: 0, hash: '' })
    })

    const attacks: readonly (readonly [string, (account: string) => string, number, string])[] = [
      [
        'a changed value',
        (a) =>
          `update audit_events set data = replace(data, 'event 3', 'event X') where account_id = '${a}' and sequence = 3`,
        3,
        'event_changed',
      ],
      [
        'a changed time',
        (a) => `update audit_events set at = at - 1 where account_id = '${a}' and sequence = 4`,
        4,
        'event_changed',
      ],
      [
        'an event hidden from queries as automatic',
        (a) => `update audit_events set automatic = 1 where account_id = '${a}' and sequence = 4`,
        4,
        'event_changed',
      ],
      [
        'an event under another name',
        (a) =>
          `update audit_events set actor_login_name = 'mallory' where account_id = '${a}' and sequence = 1`,
        1,
        'event_changed',
      ],
      [
        'an event that is no JSON',
        (a) => `update audit_events set data = 'null]' where account_id = '${a}' and sequence = 2`,
        2,
        'event_changed',
      ],
      [
        'a removed event',
        (a) => `delete from audit_events where account_id = '${a}' and sequence = 5`,
        5,
        'event_missing',
      ],
      [
        'two events in the other order',
        (a) =>
          `update audit_events set sequence = sequence + 100 where account_id = '${a}' and sequence in (3, 4);
           update audit_events set sequence = 107 - sequence where account_id = '${a}' and sequence > 100;`,
        3,
        'event_changed',
      ],
      [
        'a beginning that was cut off',
        (a) => `delete from audit_events where account_id = '${a}' and sequence < 3`,
        1,
        'event_missing',
      ],
      [
        'a beginning that was cut off, with the anchor moved',
        (a) =>
          `update audit_heads set first_sequence = 3, first_previous_hash =
             (select hash from audit_events where account_id = '${a}' and sequence = 2) where account_id = '${a}';
           delete from audit_events where account_id = '${a}' and sequence < 3;`,
        8,
        'head_changed',
      ],
      [
        'an end that was cut off',
        (a) => `delete from audit_events where account_id = '${a}' and sequence > 6`,
        7,
        'event_missing',
      ],
      [
        'an end that was cut off, with the head moved',
        (a) =>
          `update audit_heads set sequence = 6, hash =
             (select hash from audit_events where account_id = '${a}' and sequence = 6) where account_id = '${a}';
           delete from audit_events where account_id = '${a}' and sequence > 6;`,
        6,
        'head_changed',
      ],
      [
        'a removed head',
        (a) => `delete from audit_heads where account_id = '${a}'`,
        1,
        'head_changed',
      ],
      [
        'an event behind the end',
        (a) =>
          `insert into audit_events select account_id, 9, at, object_type, actor_login_name, automatic, lpa, data, hash
           from audit_events where account_id = '${a}' and sequence = 8`,
        9,
        'event_inserted',
      ],
      [
        'an event forged with a hash that has no key',
        (a) =>
          `update audit_events set data = replace(data, 'event 8', 'forged'), hash = '${createHmac('sha256', 'guess').update('x').digest('hex')}'
           where account_id = '${a}' and sequence = 8`,
        8,
        'event_changed',
      ],
    ]
    for (const [name, statement, sequence, reason] of attacks) {
      test(`found: ${name}`, async () => {
        const account = await start(8)
        await tamper(server, statement(account.id))
        assert.deepEqual(await verify(account), { ok: false, sequence, reason })
      })
    }

    test('what was cut off stays found when the trail goes on', async () => {
      const account = await start(8)
      await tamper(
        server,
        `update audit_heads set sequence = 6, hash =
           (select hash from audit_events where account_id = '${account.id}' and sequence = 6) where account_id = '${account.id}';
         delete from audit_events where account_id = '${account.id}' and sequence > 6;`,
      )
      await record(server, account, [entry(), entry()])
      await record(server, account, [entry()])
      assert.deepEqual(await verify(account), { ok: false, sequence: 9, reason: 'head_changed' })
    })

    test('events of one account do not fit into the trail of another', async () => {
      const [ours, theirs] = [await start(3), await start(3)]
      await tamper(
        server,
        `update audit_events set (data, hash) = (select data, hash from audit_events o where
           o.account_id = '${theirs.id}' and o.sequence = 2) where account_id = '${ours.id}' and sequence = 2`,
      )
      assert.deepEqual(await verify(ours), { ok: false, sequence: 2, reason: 'event_changed' })
    })

    test('a trail put back whole to an earlier state is found by a checkpoint', async () => {
      const account = await start(4)
      const { id } = account
      const early = await server.storage.read.audit.head(id)
      await record(server, account, [entry(), entry()])
      const late = await server.storage.read.audit.head(id)
      assert.ok(early && late)
      assert.equal((await verifyChain(server, id, early)).ok, true)
      await tamper(
        server,
        `delete from audit_events where account_id = '${id}' and sequence > 4;
         update audit_heads set sequence = 4, hash = '${early.hash}', seal = '${early.seal}' where account_id = '${id}';`,
      )
      assert.equal((await verify(account)).ok, true)
      assert.deepEqual(await verifyChain(server, id, late), {
        ok: false,
        sequence: 6,
        reason: 'checkpoint_missing',
      })
    })

    test('100 changes at once leave one unbroken chain', async () => {
      const account = await start(0)
      await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          record(server, account, [entry({ objectName: `${index}` })]),
        ),
      )
      const verdict = await verify(account)
      assert.equal(verdict.ok && verdict.events, 100)
    })

    test('the check holds while others write and retention drops', async () => {
      const account = await start(0, { retention: { auditDays: 30 } })
      const old = Date.UTC(2025, 0, 1)
      await record(
        server,
        account,
        Array.from({ length: 1500 }, () => entry({ at: old })),
      )
      const writes = Array.from({ length: 60 }, () => record(server, account, [entry()]))
      const verdicts = await Promise.all([verify(account), verify(account), ...writes])
      assert.equal(verdicts[0]?.ok, true, JSON.stringify(verdicts[0]))
      assert.equal((await verify(account)).ok, true)
    })

    test('texts of any kind and length are kept, and the chain holds', async () => {
      const account = await start(0)
      const odd = `nul\0 lone\uD800 emoji😀 ${'x'.repeat(20_000)}😀`
      await record(server, account, [
        entry({ oldValue: odd, objectName: odd, actor: { loginName: odd, userId: undefined } }),
      ])
      assert.equal((await verify(account)).ok, true)
      const [event] = await server.storage.read.audit.chain(account.id, 1, 1)
      assert.equal(event?.oldValue.length, 10_000)
      assert.match(event?.actor.loginName ?? '', /^nul\uFFFD lone\uFFFD emoji😀 x+…$/)
    })

    test('retention: the table stays bounded as time passes, and the chain still holds', async () => {
      const account = await start(0, { retention: { auditDays: 30 } })
      const first = Date.UTC(2026, 0, 1)
      let most = 0
      for (let now = first; now < first + 200 * day; now += 2 * day) {
        await record(
          server,
          account,
          Array.from({ length: 5 }, () => entry({ at: now })),
        )
        most = Math.max(most, await countOf(account))
      }
      // 30 days at 2.5 a day, and what waits for the next twentieth event.
      assert.ok(most >= 75 && most <= 75 + 25, `${most}`)
      const verdict = await verify(account)
      assert.ok(verdict.ok)
      assert.equal(verdict.to, 500)
      assert.equal(verdict.from, 500 - verdict.events + 1)
      // After a long silence everything goes, in bounded steps, and the chain goes on.
      for (let index = 0; index < 60; index += 1) {
        await record(server, account, [entry({ at: first + 900 * day })])
      }
      assert.ok((await countOf(account)) <= 60)
      assert.equal((await verify(account)).ok, true)
    })

    const countOf = async ({ id }: SeededAccount) =>
      server.storage.read.audit.count(id, {
        from: undefined,
        to: undefined,
        objectTypes: undefined,
        actorLoginNames: undefined,
        includeAutomatic: true,
        includeLpa: true,
      })
  })
}

test('two processes on one PostgreSQL write one unbroken chain', async (t) => {
  const server = await startTestServer('postgres')
  t.after(() => server.stop())
  const second = await openPostgres({ url: new Secret(server.url) })
  t.after(() => second.close())
  const account = await seedAccount(server, 'acme')
  const other = {
    storage: second,
    dataKeys: createDataKeys({ storage: second, masterKeys: fixedMasterKeys() }),
  }
  await Promise.all(
    Array.from({ length: 100 }, (_, index) => {
      const { storage, dataKeys } = index % 2 === 0 ? server : other
      return storage.write((tx) => recordAudit({ dataKeys, tx }, account.id, [entry()]))
    }),
  )
  const verdict = await verifyChain(server, account.id)
  assert.equal(verdict.ok && verdict.events, 100)
})
