/**
 * Another process on the same database, for the tests that need a real one: `migrate <url>`, or
 * `write <url> <account id>`, which writes without end and prints the id of each write that was acknowledged, or
 * `grant <url> <account id>`, which redeems codes, refreshes and revokes without end, and prints what it was told.
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
import { mayEnd, someCode, someGrant, someRefreshToken } from './some-authorization.ts'

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
} else if (task === 'grant') {
  await Promise.all(Array.from({ length: 4 }, grantWithoutEnd))
}

/** Every second grant is revoked; of the others the first refresh token is spent. */
async function grantWithoutEnd(): Promise<void> {
  const accountId = accountIdOf(account)
  for (;;) {
    const code = someCode(accountId)
    const grant = someGrant(accountId, { id: code.grantId })
    const [token, successor] = [someRefreshToken(grant), someRefreshToken(grant)]
    await storage.write((tx) => tx.codes.insert(code))
    await storage.write(async (tx) => {
      await tx.codes.spend(accountId, code.codeHash, code.issuedAt)
      await tx.grants.insert(grant)
      await tx.refreshTokens.insert(token)
    })
    say(`granted ${grant.id} ${code.codeHash}`)
    if (mayEnd(grant.id)) {
      await storage.write((tx) => tx.grants.revoke(accountId, grant.id))
      say(`revoked ${grant.id} ${token.tokenHash}`)
    } else {
      const at = code.issuedAt
      await storage.write(async (tx) => {
        await tx.refreshTokens.spend(token, at)
        await tx.refreshTokens.insert(successor)
      })
      say(`refreshed ${grant.id} ${token.tokenHash} ${successor.tokenHash}`)
    }
  }
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
