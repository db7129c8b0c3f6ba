/**
 * Another process on the same database, for the tests that need a real one: `migrate <url>`, or
 * `write <url> <account id>`, which writes without end and prints the id of each write that was acknowledged.
 */
import { writeSync } from 'node:fs'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import { Secret } from '#lib/secret.ts'
import { migrate } from '#storage/migrate.ts'
import { openPostgres } from '#storage/postgres/open-postgres.ts'
import { openSqlite } from '#storage/sqlite/open-sqlite.ts'
import { fixedMasterKeys } from '../support/master-keys.ts'
import { accountIdOf, someEntry, someSession } from './contract.ts'

const [, , task, url = '', account = ''] = process.argv
const sqlite = 'sqlite:'
const storage = url.startsWith(sqlite)
  ? openSqlite(url.slice(sqlite.length))
  : await openPostgres({ url: new Secret(url) })

if (task === 'migrate') {
  const applied = await migrate(storage)
  await storage.close()
  say(String(applied.length))
} else if (task === 'write') {
  await Promise.all(Array.from({ length: 4 }, writeWithoutEnd))
}

async function writeWithoutEnd(): Promise<void> {
  const accountId = accountIdOf(account)
  const dataKeys = createDataKeys({ storage, masterKeys: fixedMasterKeys() })
  for (;;) {
    const session = someSession(accountId)
    await storage.write(async (tx) => {
      await tx.sessions.insert(session)
      await recordAudit({ dataKeys, tx }, accountId, [someEntry({ objectId: session.id })])
    })
    say(session.id)
  }
}

/** At once, past every buffer of this process. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
}
