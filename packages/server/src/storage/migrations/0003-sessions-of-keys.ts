import { sql } from 'kysely'
import type { Migration } from './migration.ts'

/** Which key a bot's session was opened with, so that the end of the key is the end of the session. */
export const sessionsOfKeys: Migration = {
  name: '0003-sessions-of-keys',
  statements: ({ schema }) => [
    schema.alterTable('sessions').addColumn('key_id', 'text').compile(),
    // Partial: people's sessions, which are most of them, do not pay for it.
    schema
      .createIndex('sessions_key_id')
      .on('sessions')
      .columns(['account_id', 'key_id'])
      .where(sql.ref('key_id'), 'is not', null)
      .compile(),
  ],
}
