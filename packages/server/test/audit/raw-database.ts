import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { TestServer } from '../support/test-server.ts'

/** Writes to a server's database behind its back, as whoever can reach the file or the port might. */
export async function tamper({ url }: Pick<TestServer, 'url'>, statement: string): Promise<void> {
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length), { timeout: 5000 })
    database.exec(statement)
    database.close()
    return
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
