import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readConfig } from '#config/read-config.ts'
import { systemClock } from '#lib/clock.ts'
import { createLog } from '#lib/log.ts'
import { masterKeyOf } from '#lib/master-key-file.ts'
import { openSqlite } from '#storage/sqlite/open-sqlite.ts'
import { buildServer } from '../server.ts'

/** `docs/reference/openapi.json`: what a server with no configuration says at `/openapi.json`, indented. */
export async function openApiFile(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-reference-'))
  const storage = openSqlite(path.join(folder, 'empty.db'))
  const key = masterKeyOf(Buffer.alloc(32))
  const app = buildServer({
    config: readConfig({ WATCHWORD_DATA_DIR: folder }),
    storage,
    masterKeys: { current: () => key, find: () => key, all: () => [key], reload: () => {} },
    clock: systemClock,
    log: createLog('silent'),
  })
  try {
    const { body } = await app.inject('/openapi.json')
    return `${JSON.stringify(JSON.parse(body), undefined, 2)}\n`
  } finally {
    await app.close()
    await storage.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
