/**
 * The server under measurement: the real one, as `npm start` runs it, in a process of its own. It hands over
 * a bearer of an administrator, the login of another user, an API key, and the path of one user.
 */
import { mkdtempSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pino from 'pino'
import type { Credentials } from '../packages/protocol/src/oauth1/sign.ts'
import { readConfig } from '../packages/server/src/config/read-config.ts'
import { createPasswords } from '../packages/server/src/domain/login/passwords.ts'
import { createDataKeys } from '../packages/server/src/domain/sealing/data-keys.ts'
import { systemClock } from '../packages/server/src/lib/clock.ts'
import { Secret } from '../packages/server/src/lib/secret.ts'
import { buildServer } from '../packages/server/src/server.ts'
import { migrate } from '../packages/server/src/storage/migrate.ts'
import { openPostgres } from '../packages/server/src/storage/postgres/open-postgres.ts'
import { openSqlite } from '../packages/server/src/storage/sqlite/open-sqlite.ts'
import { openValkeyNonces } from '../packages/server/src/storage/valkey/valkey-nonces.ts'
import { seedKey } from '../packages/server/test/api-keys/support.ts'
import { fixedMasterKeys } from '../packages/server/test/support/master-keys.ts'
import { seedAccount } from '../packages/server/test/support/test-server.ts'
import { serveBench } from './harness/server.ts'
import type { Supply, TokenExtra } from './token-flows.ts'
import { type ConsumerExtra, idTokens, seedBrand, serveKeys } from './watchword-consumers.ts'
import { seedTokenClients } from './watchword-tokens.ts'

/** What `extra` of the started server holds. */
export type WatchwordExtra = {
  readonly bearer: string
  readonly userPath: string
  readonly loginPath: string
  /** Not whose bearer it is: only so many sessions of one user are open, and the oldest end first. */
  readonly loginName: string
  readonly password: string
  readonly key: Credentials
  readonly tokens: TokenExtra
  readonly consumers: ConsumerExtra
}

type IdTokenSupply = { readonly what: 'id tokens'; readonly count: number }

function supplyOf(
  tokens: Awaited<ReturnType<typeof seedTokenClients>>,
  wanted: Supply | IdTokenSupply,
): Promise<unknown> {
  return wanted.what === 'id tokens' ? idTokens(wanted.count) : tokens.supply(wanted)
}

const password = 'correct horse battery staple'

serveBench(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-bench-'))
  const url = process.env['BENCH_POSTGRES']
  const storage =
    url === undefined
      ? openSqlite(path.join(folder, 'watchword.db'))
      : await openPostgres({ url: new Secret(url) })
  await migrate(storage)
  const masterKeys = fixedMasterKeys()
  const clock = { ...systemClock, advance: () => {} }
  const dataKeys = createDataKeys({ storage, masterKeys })
  const account = await seedAccount({ storage, clock, dataKeys }, '12345678')
  const { keyId, secrets } = await seedKey({ storage, clock, dataKeys }, account.id)
  const tokens = await seedTokenClients({ storage, clock, dataKeys }, account)
  const threads = Number(process.env['BENCH_HASH_THREADS'] ?? '1')
  const passwords = createPasswords({ threads, maxQueue: 1000 })
  const { user, bearer } = account.users.admin
  const { user: whoLogsIn } = account.users.agent
  const passwordHash = await passwords.hash(password)
  await storage.write((tx) =>
    tx.credentials.put(account.id, {
      userId: whoLogsIn.id,
      passwordHash,
      changedAt: clock.now(),
      mustChange: false,
      history: [],
      lastLoginAt: undefined,
    }),
  )
  const keysAt = await serveKeys()
  const config = readConfig({
    WATCHWORD_DATA_DIR: folder,
    WATCHWORD_RATE_LIMITS: 'off',
    WATCHWORD_LOG_LEVEL: 'info',
    WATCHWORD_ALLOWED_HOSTS: '127.0.0.1',
    WATCHWORD_OUTBOUND_ALLOW: keysAt,
  })
  const log = pino({ level: 'info' })
  const valkey = process.env['BENCH_VALKEY']
  const quiet = { onFault: () => {}, onWarning: () => {} }
  const app = await buildServer({
    ...{ config, storage, masterKeys, clock: systemClock, log, passwords },
    ...(valkey && { nonces: await openValkeyNonces({ url: new Secret(valkey), ...quiet }) }),
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const extra: WatchwordExtra = {
    bearer,
    consumers: await seedBrand(`http://127.0.0.1:${port}`, bearer, keysAt),
    userPath: `/api/account/12345678/configuration/le-users/users/${user.id}?v=4.0`,
    loginPath: '/api/account/12345678/login?v=1.3',
    loginName: whoLogsIn.loginName,
    password,
    tokens: tokens.extra,
    key: {
      consumerKey: keyId,
      consumerSecret: secrets.appSecret,
      token: secrets.token,
      tokenSecret: secrets.tokenSecret,
    },
  }
  return {
    port,
    extra,
    supply: (wanted) => supplyOf(tokens, wanted as Supply | IdTokenSupply),
  }
})
