import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Credential } from '#storage/port.ts'
import { call, type TestServer } from './test-server.ts'

/** A password that every policy of the tests takes. */
export const goodPassword = 'a Rather-long pass phrase 7'

/** Gives a user a password, straight in the database. */
export async function givePassword(
  server: Pick<TestServer, 'storage' | 'clock' | 'passwords'>,
  accountId: AccountId,
  userId: number,
  password = goodPassword,
  change: Partial<Credential> = {},
): Promise<void> {
  const credential: Credential = {
    userId,
    passwordHash: await server.passwords.hash(password),
    changedAt: server.clock.now(),
    mustChange: false,
    history: [],
    lastLoginAt: undefined,
    ...change,
  }
  await server.storage.write((tx) => tx.credentials.put(accountId, credential))
}

/** What a client keeps of a login. */
export type Login = {
  readonly status: number
  readonly body: {
    readonly bearer: string
    readonly csrf: string
    readonly sessionId: string
    readonly [name: string]: unknown
  }
  readonly headers: Headers
  readonly text: string
}

/** Logs in over the wire. */
export async function login(
  server: Pick<TestServer, 'origin'>,
  accountId: string,
  username: unknown,
  password: unknown = goodPassword,
  headers: Readonly<Record<string, string>> = {},
): Promise<Login> {
  const url = `/api/account/${accountId}/login?v=1.3`
  const answer = await call(server, 'POST', url, { body: { username, password }, headers })
  return { ...answer, body: (answer.body ?? {}) as Login['body'] }
}

/** Refresh or logout, with the cookie and csrf of a login. */
export function withSession(
  server: Pick<TestServer, 'origin'>,
  action: 'refresh' | 'logout',
  accountId: string,
  { body }: Login,
) {
  return call(server, 'POST', `/api/account/${accountId}/${action}`, {
    body: { csrf: body.csrf },
    headers: { cookie: `Session_id=${body.sessionId}` },
  })
}
