import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { test } from 'node:test'
import { verifyChain } from '#domain/audit/verify-chain.ts'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import type { Storage } from '#storage/port.ts'
import { fixedMasterKeys } from '../support/master-keys.ts'
import { createTestDatabase, databaseKinds } from '../support/storages.ts'
import { accountIdOf, randomId, someAccount } from './contract.ts'
import { mayEnd } from './some-authorization.ts'

const kills = 20
const child = path.join(import.meta.dirname, 'child.ts')

for (const kind of databaseKinds) {
  test(`a process on ${kind} that is killed while it writes has lost nothing it acknowledged`, async (t) => {
    const database = await createTestDatabase(kind)
    t.after(() => database.remove())
    const accountId = accountIdOf(randomId())
    const first = await database.open()
    const keys = createDataKeys({ storage: first, masterKeys: fixedMasterKeys() })
    await first.write((tx) =>
      tx.accounts.insert(someAccount({ id: accountId }), keys.create(accountId)),
    )
    await first.close()

    let acknowledged = 0
    for (let kill = 1; kill <= kills; kill += 1) {
      const ids = await writeUntilKilled(database.url, accountId, 50 + Math.random() * 250)
      acknowledged += ids.length
      const storage = await database.open()
      await assertKept(storage, accountId, ids)
      await storage.close()
    }
    assert.ok(acknowledged >= kills, `${acknowledged} writes were acknowledged`)
    t.diagnostic(`${acknowledged} acknowledged writes, ${kills} kills`)
  })
}

for (const kind of databaseKinds) {
  test(`a process on ${kind} that is killed loses no grant, no revocation and no spent token`, async (t) => {
    const database = await createTestDatabase(kind)
    t.after(() => database.remove())
    const accountId = accountIdOf(randomId())
    const first = await database.open()
    await first.write((tx) => tx.accounts.insert(someAccount({ id: accountId }), 'sealed'))
    await first.close()
    const seen = { granted: 0, revoked: 0, refreshed: 0 }
    for (let kill = 1; kill <= kills / 2; kill += 1) {
      const lines = await writeUntilKilled(
        database.url,
        accountId,
        50 + Math.random() * 250,
        'grant',
      )
      const storage = await database.open()
      await assertAuthorizations(storage, accountId, lines, seen)
      await storage.close()
    }
    assert.ok(
      Object.values(seen).every((count) => count > 0),
      JSON.stringify(seen),
    )
    t.diagnostic(JSON.stringify(seen))
  })
}

async function assertAuthorizations(
  storage: Storage,
  accountId: ReturnType<typeof accountIdOf>,
  lines: readonly string[],
  seen: Record<'granted' | 'revoked' | 'refreshed', number>,
): Promise<void> {
  const { read } = storage
  const revoked = new Set(lines.flatMap((line) => /^revoked (\w+)/.exec(line)?.[1] ?? []))
  for (const line of lines) {
    const [what, one = '', other = '', last = ''] = line.split(' ')
    const tokenOf = (tokenHash: string) =>
      read.refreshTokens.find({ accountId, grantId: one, tokenHash })
    if (what === 'granted') {
      const spend = await storage.write((tx) => tx.codes.spend(accountId, other, 0))
      assert.equal(spend, 'already_spent', 'a code that was redeemed stays so')
      // One that was being revoked when the process ended may be there or not.
      const isKept = (await read.grants.find(accountId, one)) !== undefined
      if (!mayEnd(one) || revoked.has(one)) assert.equal(isKept, !mayEnd(one), `grant ${one}`)
      seen.granted += 1
    } else if (what === 'revoked') {
      assert.equal(await read.grants.find(accountId, one), undefined)
      assert.equal(await tokenOf(other), undefined)
      seen.revoked += 1
    } else {
      const spent = await tokenOf(other)
      assert.notEqual(spent?.spentAt, undefined)
      assert.ok(await tokenOf(last))
      seen.refreshed += 1
    }
  }
}

/** Answers what the process had acknowledged when it was killed, so long after its first write. */
async function writeUntilKilled(
  url: string,
  accountId: string,
  delayMs: number,
  task: 'write' | 'grant' = 'write',
): Promise<readonly string[]> {
  const writer = spawn(process.execPath, [child, task, url, accountId], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') setTimeout(() => writer.kill('SIGKILL'), delayMs)
    output += text
  })
  const [, signal] = await once(writer, 'close')
  assert.equal(signal, 'SIGKILL', 'it wrote until it was killed')
  return output.split('\n').slice(0, -1)
}

async function assertKept(
  storage: Storage,
  accountId: ReturnType<typeof accountIdOf>,
  ids: readonly string[],
): Promise<void> {
  const dataKeys = createDataKeys({ storage, masterKeys: fixedMasterKeys() })
  const verdict = await verifyChain({ storage, dataKeys }, accountId)
  assert.equal(verdict.ok, true, JSON.stringify(verdict))
  const audited = new Set<string>()
  for (let next = 1; ; ) {
    const page = await storage.read.audit.chain(accountId, next, 5000)
    for (const event of page) audited.add(event.objectId)
    const last = page.at(-1)
    if (last === undefined) break
    next = last.sequence + 1
  }
  const sessions = new Set((await storage.read.sessions.list(accountId, 0)).map(({ id }) => id))
  for (const id of ids) {
    assert.ok(sessions.has(id), `session ${id} is there`)
    assert.ok(audited.has(id), `session ${id} is in the audit trail`)
  }
  assert.equal(sessions.size, audited.size, 'a session and its audit event are kept together')
}
