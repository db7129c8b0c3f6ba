import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { signJws } from '@watchword/protocol/jose/sign-jws.ts'
import { call, type SeededAccount, type TestServer } from './test-server.ts'

/** A brand's identity provider, as far as its keys and tokens go: whatever it says, it signs. */
export type Brand = {
  readonly issuer: string
  /** As the reference wants it pasted: base64 of the SubjectPublicKeyInfo. */
  readonly publicKey: string
  readonly privateKey: KeyObject
  /** An id_token for ten minutes; claims given replace those of it, `undefined` leaves one out. */
  idToken(claims?: Readonly<Record<string, unknown>>): Promise<string>
}

/** Of the connectors endpoint. */
export function connectorsOf(accountId: AccountId): string {
  return `/api/account/${accountId}/configuration/le-connectors/connectors`
}

export function createBrand(
  { clock }: Pick<TestServer, 'clock'>,
  issuer = 'https://www.brand.example',
): Brand {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    issuer,
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey,
    idToken: async (claims = {}) => {
      const now = Math.floor(clock.now() / 1000)
      const all = { iss: issuer, sub: 'customer-1', iat: now, exp: now + 600, ...claims }
      return signJws({ kid: 'brand', algorithm: 'RS256', privateKey }, 'JWT', all)
    },
  }
}

/** An implicit connector that trusts a brand's pasted key; its id. */
export async function connectBrand(
  server: TestServer,
  account: SeededAccount,
  brand: Brand,
  configuration: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  return createConnector(server, account, {
    name: `Brand ${brand.issuer} ${Object.keys(configuration).join(' ')}`,
    type: 1,
    configuration: {
      issuerDisplayName: 'Brand',
      issuer: brand.issuer,
      jwtValidationType: 'PUBLIC_JWT_KEY',
      jwtPublicKey: brand.publicKey,
      ...configuration,
    },
  })
}

/** Makes a connector as an administrator does; its id. */
export async function createConnector(
  server: TestServer,
  account: SeededAccount,
  body: object,
): Promise<number> {
  const { bearer } = account.users.admin
  const made = await call(server, 'POST', connectorsOf(account.id), { bearer, body })
  if (made.status !== 201) throw new Error(`No connector was made: ${made.text}`)
  return (made.body as { readonly id: number }).id
}

/** A connector for consumers without a name; its id. */
export function anonymousConnector(server: TestServer, account: SeededAccount): Promise<number> {
  const name = `Nobody ${randomUUID()}`
  return createConnector(server, account, { name, type: 0, configuration: {} })
}

/** The consumer token of somebody whom a brand vouches for. */
export async function letIn(
  server: TestServer,
  account: SeededAccount,
  { brand, connector }: { readonly brand: Brand; readonly connector: number },
  claims: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return tokenOf(
    await authenticate(server, account.id, connector, { id_token: await brand.idToken(claims) }),
  )
}

/** A new consumer without a name: the token that renews them, and their consumer token. */
export async function letNobodyIn(
  server: TestServer,
  account: SeededAccount,
  connector: number,
): Promise<{ readonly external: string; readonly token: string }> {
  const external = tokenOf(
    await call(server, 'POST', `/api/account/${account.id}/anonymous/authorize`),
  )
  const answer = await authenticate(server, account.id, connector, { id_token: external })
  return { external, token: tokenOf(answer) }
}

/** The token that an answer holds. */
export function tokenOf({ status, text, body }: Awaited<ReturnType<typeof call>>): string {
  if (status !== 200) throw new Error(`No token was answered: ${text}`)
  return (body as { readonly token: string }).token
}

/** What a consumer's client sends, and what it is answered. */
export function authenticate(
  server: Pick<TestServer, 'origin'>,
  accountId: AccountId,
  connector: number | string,
  body: unknown,
  version = '3.0',
): ReturnType<typeof call> {
  const url = `/api/account/${accountId}/app/${connector}/authenticate?v=${version}`
  return call(server, 'POST', url, { body })
}

/** Claims of a token, unverified. */
export function claimsOf(token: unknown): Readonly<Record<string, unknown>> {
  const [, payload = ''] = String(token).split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Readonly<
    Record<string, unknown>
  >
}
