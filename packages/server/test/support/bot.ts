import { randomBytes } from 'node:crypto'
import type { StoredSettings } from '#domain/accounts/settings.ts'
import type { ApiKey } from '#domain/api-keys/api-key.ts'
import type { KeyAsk } from '#domain/api-keys/manage-keys.ts'
import type { AuditActor, AuditEvent } from '#domain/audit/audit-event.ts'
import type { User } from '#domain/users/user.ts'
import type { Storage } from '#storage/port.ts'
import { seedKey, type TestKey } from '../api-keys/support.ts'
import type { Login } from './login.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from './test-server.ts'

/** A server with an account, a key that may log users in, and the bot that may use it. */
export type BotWorld = {
  readonly server: TestServer
  readonly acme: SeededAccount
  readonly key: TestKey
  readonly bot: User
}

export const loginPrivilege = { data: 'user-login', type: 'Invoke' }

export async function startBotWorld(
  kind: Storage['kind'],
  options: {
    readonly settings?: StoredSettings
    readonly environment?: Readonly<Record<string, string>>
    readonly key?: Readonly<Record<string, unknown>>
  } = {},
): Promise<BotWorld> {
  return seedBotWorld(await startTestServer(kind, options.environment), options)
}

/** Another such account on a server that runs. */
export async function seedBotWorld(
  server: TestServer,
  options: {
    readonly settings?: StoredSettings
    readonly key?: Readonly<Record<string, unknown>>
  } = {},
): Promise<BotWorld> {
  const acme = await seedAccount(server, `a${randomBytes(6).toString('hex')}`, options.settings)
  const key = await seedBotKey(server, acme, options.key)
  return { server, acme, key, bot: await seedBot(server, acme, key.keyId) }
}

export function seedBotKey(
  server: TestServer,
  account: SeededAccount,
  body: Readonly<Record<string, unknown>> = {},
): Promise<TestKey> {
  return seedKey(server, account.id, { privileges: [loginPrivilege], ...body })
}

export async function seedBot(
  server: TestServer,
  account: SeededAccount,
  keyId: string,
  given: Partial<User> = {},
): Promise<User> {
  const bot = {
    id: account.profileIds.admin + 50,
    loginName: 'bot',
    profileIds: [account.profileIds.admin],
    isApiUser: true,
    userTypeId: 2,
    allowedAppKeys: keyId,
    ...given,
  }
  return (await seedUser(server, account.id, bot)).user
}

/** The body of a bot's login. */
export function botBody({ keyId, secrets }: TestKey, change: object = {}) {
  return {
    username: 'bot',
    appKey: keyId,
    secret: secrets.appSecret,
    accessToken: secrets.token,
    accessTokenSecret: secrets.tokenSecret,
    ...change,
  }
}

/** Logs the bot in over the wire, or tries to with something else. */
export async function botLogin(
  { server, acme, key: own }: Pick<BotWorld, 'server' | 'acme' | 'key'>,
  change: object = {},
  options: {
    readonly key?: TestKey
    readonly accountId?: string
    readonly headers?: Readonly<Record<string, string>>
  } = {},
): Promise<Login> {
  const { key = own, accountId = acme.id, headers = {} } = options
  const url = `/api/account/${accountId}/login?v=1.3`
  const answer = await call(server, 'POST', url, { body: botBody(key, change), headers })
  return { ...answer, body: (answer.body ?? {}) as Login['body'] }
}

/** The system asks for a change of a key of the account. */
export function asking({ acme }: Pick<BotWorld, 'acme'>): KeyAsk {
  const actor: AuditActor = {
    kind: 'system',
    userId: undefined,
    ...{ loginName: '', fullName: '', employeeId: '', profiles: [] },
    ...{ authType: 'test', userAgent: '', address: '', isLpa: false },
  }
  return { accountId: acme.id, actor, requestId: 'test' }
}

/** Changes the key in the database, past every rule. */
export function changeKey(
  { server, acme, key }: BotWorld,
  change: Partial<ApiKey>,
): Promise<unknown> {
  return server.storage.write(async (tx) => {
    const stored = await tx.apiKeys.find(acme.id, key.keyId)
    if (stored === undefined) throw new Error('There is no such key.')
    await tx.apiKeys.update(acme.id, { ...stored, key: { ...stored.key, ...change } })
  })
}

/** Changes the bot in the database, past every rule. */
export function changeBot({ server, acme, bot }: BotWorld, change: Partial<User>) {
  return server.storage.write((tx) => tx.users.update(acme.id, { ...bot, ...change }))
}

export function auditOf({ server, acme }: BotWorld): Promise<readonly AuditEvent[]> {
  return server.storage.read.audit.chain(acme.id, 1, 1000)
}

/** A refusal without what differs from call to call. */
export function plainRefusal({ status, body }: Pick<Login, 'status' | 'body'>): unknown {
  return { status, ...Object(body['error']), time: '' }
}
