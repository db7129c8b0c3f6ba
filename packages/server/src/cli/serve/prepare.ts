import type { Config } from '#config/config.ts'
import { consolePath } from '#domain/applications/console-client.ts'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import type { MasterKeys } from '#domain/sealing/master-keys.ts'
import { systemClock } from '#lib/clock.ts'
import type { Log } from '#lib/log.ts'
import { migrate } from '#storage/migrate.ts'
import type { NonceStore, Storage } from '#storage/port.ts'
import { type Database, openDatabase } from '../open-database.ts'
import { openMasterKeys } from '../open-master-keys.ts'
import type { Welcome } from './banner.ts'
import { applyAtStart } from './kickstart-at-start.ts'

/** What a server process works on. */
export type Opened = {
  readonly storage: Storage
  readonly masterKeys: MasterKeys
  /** Set if they are kept elsewhere than in the storage. */
  readonly nonces?: NonceStore
}

/** Opens, migrates and kickstarts: once for each start, however many processes will serve. */
export async function prepare(
  config: Config,
  log: Log,
  options: { readonly demo?: boolean },
): Promise<{ readonly opened: Opened; readonly welcome: Welcome }> {
  return withDatabase(config, log, async (storage) => {
    for (const { name } of await migrate(storage)) log.info({ migration: name }, 'migrated')
    const masterKeys = await openMasterKeys(config, storage)
    const dataKeys = createDataKeys({ storage, masterKeys })
    const ports = { storage, dataKeys, clock: systemClock }
    const applied = await applyAtStart(ports, config, options)
    const opened = { storage, masterKeys, ...(await openNonces(config, log)) }
    const { publicOrigin: origin } = config
    const own = applied.demo === undefined ? '' : `/${applied.demo.accountId}`
    const console = config.console ? `${origin}${consolePath}${own}` : undefined
    return { opened, welcome: { origin, console, ...applied } }
  })
}

/** Opens what another process has prepared. */
export function openPrepared(config: Config, log: Log): Promise<Opened> {
  return withDatabase(config, log, async (storage) => ({
    storage,
    masterKeys: await openMasterKeys(config, storage),
    ...(await openNonces(config, log)),
  }))
}

/** Those of the Valkey server, if there is one; its client is loaded only then. */
async function openNonces(
  { valkeyUrl: url }: Config,
  log: Log,
): Promise<{ readonly nonces?: NonceStore }> {
  if (url === undefined) return {}
  const { openValkeyNonces } = await import('#storage/valkey/valkey-nonces.ts')
  const nonces = await openValkeyNonces({
    url,
    onFault: (fault) => log.error({ err: fault }, 'the Valkey server cannot be used'),
    onWarning: (text) => log.warn(text),
  })
  return { nonces }
}

/** The database stays open for what is answered, and is closed if that fails. */
async function withDatabase<T>(
  config: Config,
  log: Log,
  use: (storage: Database) => Promise<T>,
): Promise<T> {
  const storage = await openDatabase(config, {
    onFault: (fault) => log.error({ err: fault }, 'the database connection failed'),
  })
  try {
    return await use(storage)
  } catch (error) {
    await storage.close()
    throw error
  }
}
