/** What the tests of the token endpoints share: applications, codes as the authorization endpoint makes them, calls. */
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { codeChallengeOf } from '@watchword/protocol/oauth2/pkce.ts'
import { installApplication } from '#domain/applications/install-application.ts'
import type { AuditActor } from '#domain/audit/audit-event.ts'
import type { AuthorizationCode, Face } from '#domain/authorization/grant.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { TestServer } from '../support/test-server.ts'

type Seeded = Pick<TestServer, 'storage' | 'dataKeys' | 'clock'>

/** An installed application and its secret. */
export type TestClient = {
  readonly accountId: AccountId
  readonly id: string
  readonly secret: string
}

export const redirectUri = 'https://app.example/callback'
export const verifier = 'a-verifier-of-43-to-128-unreserved-characters'

/** Installs an application that may do everything, but for what is given. */
export async function installClient(
  server: Seeded,
  accountId: AccountId,
  manifest: Readonly<Record<string, unknown>> = {},
): Promise<TestClient> {
  const actor: AuditActor = {
    ...{ kind: 'operator', userId: undefined, loginName: 'test', fullName: '', employeeId: '' },
    ...{ profiles: [], authType: 'command', userAgent: '', address: '', isLpa: false },
  }
  const ask = { accountId, actor, requestId: 'test', mayBeFirstParty: true }
  const body = {
    client_name: `App ${randomUUID()}`,
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    redirect_uris: [redirectUri],
    scope: 'users:read msg.consumer',
    ...manifest,
  }
  const { stored, secret } = await installApplication(server, ask, { body })
  return { accountId, id: stored.application.id, secret }
}

/** Puts a code into the database as the authorization endpoint does, with the browser session it was made in. */
export async function seedCode(
  server: Seeded,
  client: TestClient,
  userId: number,
  given: Partial<AuthorizationCode> & { readonly face?: Face } = {},
): Promise<string> {
  const now = server.clock.now()
  const { accountId } = client
  const code = randomBytes(32).toString('hex')
  const browserSessionId = given.browserSessionId ?? randomBytes(16).toString('hex')
  await server.storage.write(async (tx) => {
    if ((await tx.browserSessions.find(accountId, browserSessionId)) === undefined) {
      await tx.browserSessions.insert({
        accountId,
        id: browserSessionId,
        tokenHash: randomBytes(32).toString('hex'),
        userId,
        createdAt: now,
        authTime: now,
        amr: ['pwd'],
        acr: undefined,
        lastUsedAt: now,
        expiresAt: now + 8 * 3_600_000,
        address: '127.0.0.1',
        userAgent: 'test',
      })
    }
    await tx.codes.insert({
      accountId,
      codeHash: sha256Hex(code),
      grantId: randomBytes(16).toString('hex'),
      clientId: client.id,
      face: 'oidc',
      redirectUri,
      redirectUriSent: true,
      scope: 'openid users:read offline_access',
      codeChallenge: codeChallengeOf(verifier),
      nonce: 'n-0S6_WzA2Mj',
      claims: undefined,
      issuedAt: now,
      expiresAt: now + 60_000,
      userId,
      browserSessionId,
      authTime: now - 5000,
      amr: ['pwd'],
      acr: undefined,
      ...given,
    })
  })
  return code
}

export type Fields = Readonly<Record<string, string | undefined>>

/** An answer of an OAuth endpoint. */
export type TokenCall = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Readonly<Record<string, string>>
}

/** Posts a form; fields that are `undefined` are left out. */
export async function postForm(
  { origin }: Pick<TestServer, 'origin'>,
  path: string,
  fields: Fields,
  headers: Readonly<Record<string, string>> = {},
): Promise<TokenCall> {
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  const response = await fetch(`${origin}${path}`, { method: 'POST', body, headers })
  const text = await response.text()
  const { status, headers: answered } = response
  return { status, headers: answered, text, body: text === '' ? {} : JSON.parse(text) }
}

export function basic({ id, secret }: Pick<TestClient, 'id' | 'secret'>): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
}

/** Posts to an endpoint of the account's issuer, as the client. */
export function atIssuer(
  server: Pick<TestServer, 'origin'>,
  client: TestClient,
  endpoint: 'token' | 'introspect' | 'revoke',
  fields: Fields,
): Promise<TokenCall> {
  return postForm(server, `/oidc/${client.accountId}/${endpoint}`, fields, basic(client))
}

/** The fields that redeem a code of `seedCode`. */
export function codeFields(code: string, change: Fields = {}): Fields {
  return {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...change,
  }
}

/** The payload of a JWT, unverified. */
export function payloadOf(jwt: string | undefined): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(jwt?.split('.')[1] ?? '', 'base64url').toString('utf8'))
}

/** The header of a JWT, unverified. */
export function headerOf(jwt: string | undefined): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(jwt?.split('.')[0] ?? '', 'base64url').toString('utf8'))
}

/** A refusal as RFC 6749 section 5.2 has it. */
export function assertError(
  { status, body, headers, text }: TokenCall,
  expected: number,
  error: string,
) {
  assert.deepEqual([status, body['error']], [expected, error], text)
  assert.equal(headers.get('cache-control'), 'no-store')
  assert.match(body['error_description'] ?? '', /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/)
}
