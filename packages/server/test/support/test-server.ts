import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { defaultPackages, roles } from '@watchword/protocol/api/permission-packages.ts'
import pino from 'pino'
import { readConfig } from '#config/read-config.ts'
import type { StoredSettings } from '#domain/accounts/settings.ts'
import { addAnonymousConnector } from '#domain/connectors/add-anonymous-connector.ts'
import { createDataKeys, type DataKeys } from '#domain/sealing/data-keys.ts'
import type { User } from '#domain/users/user.ts'
import type { HttpApp } from '#http/app.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { Log } from '#lib/log.ts'
import type { Storage, UserLink } from '#storage/port.ts'
import { buildServer } from '../../src/server.ts'
import { createCheapPasswords } from './cheap-passwords.ts'
import { createTestClock, type TestClock } from './clock.ts'
import { fixedMasterKeys } from './master-keys.ts'
import { plainUser } from './plain-user.ts'
import { createTestDatabase } from './storages.ts'

export { fixedMasterKeys }

/** The real server on a real socket, over a database of its own, with a clock that is turned by hand. */
export type TestServer = {
  readonly origin: string
  readonly app: HttpApp
  readonly storage: Storage
  readonly clock: TestClock
  readonly dataKeys: DataKeys
  readonly passwords: ReturnType<typeof createCheapPasswords>
  readonly url: string
  /** The same database, as another process has it. Closed with the server. */
  openAnother(): Promise<Storage>
  stop(): Promise<void>
}

export async function startTestServer(
  kind: Storage['kind'],
  environment: Readonly<Record<string, string>> = {},
  /** For who must know where it will listen, because its public origin says so; or who reads the log. */
  given: {
    readonly port?: number
    readonly log?: Log
    readonly consoleFolder?: string | undefined
    readonly clock?: TestClock
  } = {},
): Promise<TestServer> {
  const { clock = createTestClock(), consoleFolder } = given
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-data-'))
  const masterKeys = fixedMasterKeys()
  const config = readConfig({
    WATCHWORD_DATA_DIR: folder,
    WATCHWORD_RATE_LIMITS: 'off',
    WATCHWORD_LOG_LEVEL: 'silent',
    ...environment,
  })
  const database = await createTestDatabase(kind)
  const storage = await database.open()
  const log = given.log ?? pino({ level: config.logLevel })
  const passwords = createCheapPasswords()
  const app = await buildServer({
    ...{ config, storage, masterKeys, clock, log, passwords },
    ...(consoleFolder === undefined ? {} : { consoleFolder }),
  })
  const stop = async () => {
    await app.close()
    await database.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  // What stays open keeps its file of tests running for good.
  await app.listen({ host: '127.0.0.1', port: given.port ?? 0 }).catch(async (error) => {
    await stop()
    throw error
  })
  const { port } = app.server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    app,
    storage,
    clock,
    passwords,
    dataKeys: createDataKeys({ storage, masterKeys }),
    url: database.url,
    openAnother: database.open,
    stop,
  }
}

/** An account with the root group, the four default profiles, and one logged-in user of each. */
export type SeededAccount = {
  readonly id: AccountId
  readonly profileIds: Readonly<Record<Role, number>>
  readonly users: Readonly<Record<Role, { readonly user: User; readonly bearer: string }>>
}

export type Role = 'admin' | 'agent' | 'manager' | 'campaigner'
const roleTypeIds = { admin: 1, agent: 2, manager: 3, campaigner: 4 } as const

type Seed = Pick<TestServer, 'storage' | 'clock' | 'dataKeys'>

export async function seedAccount(
  server: Seed,
  id: string,
  settings: StoredSettings = {},
): Promise<SeededAccount> {
  const accountId = parseAccountId(id)
  if (accountId === undefined) throw new Error('not an account id')
  const now = server.clock.now()
  // Different numbers in each account, as in life.
  const first = 1_000_000 + (randomBytes(3).readUIntBE(0, 3) % 900_000) * 1000
  const names = Object.keys(roleTypeIds) as Role[]
  const profileIds = Object.fromEntries(
    names.map((role, index) => [role, first + index]),
  ) as Record<Role, number>
  await server.storage.write(async (tx) => {
    await tx.accounts.insert(
      {
        id: accountId,
        name: `Brand ${id}`,
        zone: 'local',
        status: 'active',
        settings,
        settingsRevision: 1,
        revision: 1,
        nextObjectId: first + 100,
        createdAt: now,
        suspendedAt: undefined,
      },
      server.dataKeys.create(accountId),
    )
    await tx.agentGroups.insert(accountId, {
      id: -1,
      deleted: false,
      name: 'Main Group',
      description: '',
      parentGroupId: null,
      isEnabled: true,
      dateUpdated: now,
    })
    await addAnonymousConnector(tx, accountId, { id: first + 50, revision: 1, now })
    for (const role of names) {
      await tx.profiles.insert(accountId, {
        id: profileIds[role],
        deleted: false,
        name: roles.find((entry) => entry.id === roleTypeIds[role])?.name ?? role,
        description: '',
        roleTypeId: roleTypeIds[role],
        enabledPackages: [...defaultPackages(roleTypeIds[role])],
        permissions: [],
        isAssignedToLPA: false,
        dateUpdated: now,
      })
    }
  })
  const users = {} as Record<Role, { user: User; bearer: string }>
  for (const [index, role] of names.entries()) {
    users[role] = await seedUser(server, accountId, {
      id: first + 10 + index,
      loginName: role,
      profileIds: [profileIds[role]],
      managerOf: role === 'manager' ? [{ agentGroupId: -1, assignmentDate: now }] : [],
      memberOf: role === 'agent' ? { agentGroupId: -1, assignmentDate: now } : undefined,
    })
  }
  return { id: accountId, profileIds, users }
}

/** Puts a user and a session straight into the database; answers the session's bearer. */
export async function seedUser(
  { storage, clock }: Seed,
  accountId: AccountId,
  given: Partial<User> & Pick<User, 'id' | 'loginName'>,
): Promise<{ readonly user: User; readonly bearer: string }> {
  const now = clock.now()
  const user = plainUser(now, given)
  const bearer = randomBytes(32).toString('hex')
  await storage.write(async (tx) => {
    await tx.users.insert(accountId, user)
    await tx.userLinks.replace(accountId, user.id, linksOf(user))
    await tx.sessions.insert({
      accountId,
      id: randomBytes(8).toString('hex'),
      userId: user.id,
      tokenHash: sha256Hex(bearer),
      cookieHash: sha256Hex(`cookie ${bearer}`),
      csrfHash: sha256Hex(`csrf ${bearer}`),
      createdAt: now,
      expiresAt: now + 8 * 3_600_000,
      lastUsedAt: now,
      address: '127.0.0.1',
      userAgent: 'test',
      method: 'password',
    })
  })
  return { user, bearer }
}

function linksOf(user: User): readonly UserLink[] {
  return [
    ...user.profileIds.map((targetId) => ({ kind: 'profile' as const, targetId })),
    ...user.skillIds.map((targetId) => ({ kind: 'skill' as const, targetId })),
    ...user.lobIds.map((targetId) => ({ kind: 'lob' as const, targetId })),
    ...(user.memberOf ? [{ kind: 'member' as const, targetId: user.memberOf.agentGroupId }] : []),
    ...user.managerOf.map(({ agentGroupId }) => ({
      kind: 'manager' as const,
      targetId: agentGroupId,
    })),
  ]
}

/** A call with JSON in and out. */
export async function call(
  server: Pick<TestServer, 'origin'>,
  method: string,
  url: string,
  options: {
    readonly bearer?: string
    readonly body?: unknown
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<{
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: unknown
}> {
  const response = await fetch(`${server.origin}${url}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(options.bearer === undefined ? {} : { authorization: `Bearer ${options.bearer}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const text = await response.text()
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    body = undefined
  }
  return { status: response.status, headers: response.headers, text, body }
}
