/** Another process on the same database: `<url>`; claims nonces without end, and prints each it was given. */
import { Secret } from '#lib/secret.ts'
import { openPostgres } from '#storage/postgres/open-postgres.ts'
import { openSqlite } from '#storage/sqlite/open-sqlite.ts'
import { newClaim } from './nonces.ts'

const [, , url = ''] = process.argv
const sqlite = 'sqlite:'
const { nonces } = url.startsWith(sqlite)
  ? openSqlite(url.slice(sqlite.length))
  : await openPostgres({ url: new Secret(url) })

await Promise.all(Array.from({ length: 8 }, claimWithoutEnd))

async function claimWithoutEnd(): Promise<void> {
  for (;;) {
    const claim = newClaim(Math.floor(Date.now() / 1000))
    if ((await nonces.claim(claim, Date.now())) !== 'claimed') throw new Error('not claimed')
    const line = `${claim.timestamp} ${claim.hash.toString('base64url')}\n`
    await new Promise((resolve) => process.stdout.write(line, resolve))
  }
}
