import { randomBytes } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { SignatureMethod } from '@watchword/protocol/oauth1/hmac.ts'
import { signRequest } from '@watchword/protocol/oauth1/sign.ts'
import type { ApiKeySecrets } from '#domain/api-keys/api-key.ts'
import { issueApiKey } from '#domain/api-keys/manage-keys.ts'
import type { TestServer } from '../support/test-server.ts'

/** A key of an account, with what a client signs with. */
export type TestKey = { readonly keyId: string; readonly secrets: ApiKeySecrets }

const system = {
  kind: 'system',
  userId: undefined,
  loginName: '',
  fullName: '',
  employeeId: '',
  profiles: [],
  authType: 'test',
  userAgent: '',
  address: '',
  isLpa: false,
} as const

/** Makes a key that may do everything with users, or what is said. */
export async function seedKey(
  server: Pick<TestServer, 'storage' | 'dataKeys' | 'clock'>,
  accountId: AccountId,
  body: Readonly<Record<string, unknown>> = {},
): Promise<TestKey> {
  const { key, secrets } = await issueApiKey(
    server,
    { accountId, actor: system, requestId: 'test' },
    {
      appName: 'test key',
      privileges: [
        { data: 'users', type: 'Read' },
        { data: 'users', type: 'Write' },
      ],
      ...body,
    },
  )
  return { keyId: key.keyId, secrets }
}

/** The Authorization header for a request of a server, with a nonce of its own. */
export function signFor(
  server: Pick<TestServer, 'origin' | 'clock'>,
  key: TestKey,
  method: string,
  url: string,
  options: {
    readonly formBody?: string
    readonly nonce?: string
    readonly timestamp?: number
    readonly method?: SignatureMethod
    readonly twoLegged?: boolean
    readonly bodyHash?: string
    readonly origin?: string
  } = {},
): string {
  const target = new URL(`${options.origin ?? server.origin}${url}`)
  const header = signRequest(
    {
      method,
      scheme: target.protocol.slice(0, -1),
      authority: target.host,
      path: target.pathname,
      query: target.search.slice(1),
      formBody: options.formBody,
    },
    {
      consumerKey: key.keyId,
      consumerSecret: key.secrets.appSecret,
      ...(options.twoLegged === true
        ? {}
        : { token: key.secrets.token, tokenSecret: key.secrets.tokenSecret }),
    },
    {
      timestamp: options.timestamp ?? Math.floor(server.clock.now() / 1000),
      nonce: options.nonce ?? randomBytes(8).toString('hex'),
    },
    {
      ...(options.method === undefined ? {} : { method: options.method }),
      ...(options.bodyHash === undefined ? {} : { bodyHash: options.bodyHash }),
    },
  )
  if (header === undefined) throw new Error('The request cannot be signed.')
  return header
}
