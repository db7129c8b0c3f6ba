import { generateKeyPairSync } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { AuditEvent } from '#domain/audit/audit-event.ts'
import { randomId } from '../contract/contract.ts'
import { call, seedAccount, type TestServer } from '../support/test-server.ts'

export type Wire = ConnectorObject

const pair = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength })
export const brandKeys = pair(2048)
export const weakKeys = pair(1024)

/** As the reference wants it: base64 of the SubjectPublicKeyInfo, without headers. */
export const publicKey = brandKeys.publicKey
  .export({ format: 'der', type: 'spki' })
  .toString('base64')

export const privateKey = brandKeys.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString()

/** As a known client creates one (contract 3 section 3.1). */
export const implicit = {
  name: 'Brand login',
  type: 1,
  configuration: {
    preferred: false,
    jwtValidationType: 'PUBLIC_JWT_KEY',
    issuerDisplayName: 'Brand',
    issuer: 'https://www.brand.example',
    authorizationEndpoint: 'https://brand.example/authorize',
    tokenEndpoint: null,
    clientId: null,
    clientSecret: null,
    jwtPublicKey: publicKey,
    jwksEndpoint: null,
    jsMethodName: 'lpGetAuthenticationToken',
    jsContext: 'window',
  },
}

export const code = {
  name: 'Brand code',
  type: 2,
  configuration: {
    issuer: 'https://code.brand.example',
    jwtValidationType: 'JWKS_ENDPOINT',
    jwksEndpoint: 'https://brand.example/jwks',
    authorizationEndpoint: 'https://brand.example/authorize',
    tokenEndpoint: 'https://brand.example/token',
    clientId: 'watchword',
    clientSecret: 'a very secret secret',
    pkceEnabled: true,
  },
}

export function pathOf(accountId: string): string {
  return `/api/account/${accountId}/configuration/le-connectors/connectors`
}

/** An account of its own, and a way to ask as its administrator. */
export async function seedConnectors(server: TestServer) {
  const account = await seedAccount(server, `c${randomId().slice(0, 12)}`)
  const { bearer } = account.users.admin
  const ask = (
    method: string,
    path = '',
    given: {
      readonly body?: unknown
      readonly bearer?: string
      readonly headers?: Readonly<Record<string, string>>
    } = {},
  ) => call(server, method, `${pathOf(account.id)}${path}`, { bearer, ...given })
  const add = async (body: unknown) => {
    const answer = await ask('POST', '?v=1.0', { body })
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`)
    return answer.body as Wire
  }
  const publicList = () =>
    call(server, 'GET', `/api/account/${account.id}/configuration/le-connectors/all-connectors`)
  return { account, ask, add, publicList }
}

export function fieldsOf(answer: { readonly body: unknown }): readonly string[] {
  const { error } = answer.body as { readonly error?: { readonly fields?: readonly string[] } }
  return error?.fields ?? []
}

/** Lines about connectors, oldest first. */
export async function connectorAudit(
  { storage }: TestServer,
  accountId: AccountId,
): Promise<readonly AuditEvent[]> {
  const events = await storage.read.audit.chain(accountId, 1, 1000)
  return events.filter(({ objectType }) => objectType === 'ACConnectorObject')
}
