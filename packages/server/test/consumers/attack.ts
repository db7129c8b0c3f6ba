import assert from 'node:assert/strict'
import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createLog, type Log } from '#lib/log.ts'
import type { Storage } from '#storage/port.ts'
import { authenticate, createConnector } from '../support/brand.ts'
import {
  type call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

/** The real server with a brand of every algorithm, and all that it wrote into its log. */
export type Target = {
  readonly server: TestServer
  readonly account: SeededAccount
  readonly keys: BrandKeys
  readonly issuer: string
  /** One that accepts every algorithm that there is, by pasted keys. */
  readonly connector: number
  readonly log: { readonly text: () => string }
  now(): number
  stop(): Promise<void>
}

export type BrandKeys = { readonly [Name in 'RS256' | 'ES256' | 'EdDSA']: KeyPair }
export type KeyPair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject }

const issuer = 'https://www.brand.example'

export async function startTarget(
  kind: Storage['kind'],
  environment: Readonly<Record<string, string>> = {},
): Promise<Target> {
  const { log, text } = captureLog()
  const server = await startTestServer(kind, environment, { log })
  const account = await seedAccount(server, 'acme')
  const keys: BrandKeys = {
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    EdDSA: generateKeyPairSync('ed25519'),
  }
  const connector = await connect(server, account, { jwtPublicKey: pastedSet(keys) })
  return {
    ...{ server, account, keys, issuer, connector, log: { text } },
    now: () => Math.floor(server.clock.now() / 1000),
    stop: () => server.stop(),
  }
}

/** An implicit connector that takes every algorithm, with what a test changes of it. */
export function connect(
  server: TestServer,
  account: SeededAccount,
  configuration: Readonly<Record<string, unknown>>,
): Promise<number> {
  const rules = { algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'], sharesIdentity: true }
  return createConnector(server, account, {
    ...{ name: `c ${Math.random()}`, type: 1 },
    configuration: {
      ...{ issuerDisplayName: 'Brand', issuer, jwtValidationType: 'PUBLIC_JWT_KEY', ...rules },
      ...configuration,
    },
  })
}

export function captureLog(): { readonly log: Log; readonly text: () => string } {
  const lines: string[] = []
  const log = createLog('trace', { write: (line: string) => lines.push(line) })
  return { log, text: () => lines.join('') }
}

/** The keys as a set in one paste; the RSA key for RS256. */
export function pastedSet(keys: BrandKeys): string {
  const all = Object.entries(keys).map(([alg, { publicKey }]) => ({
    ...publicKey.export({ format: 'jwk' }),
    ...{ alg, kid: `brand-${alg}` },
  }))
  return JSON.stringify({ keys: all })
}

/** The three parts, of whatever bytes. */
export function compact(header: string | Buffer, claims: string | Buffer, by: Signer): string {
  const input = [header, claims].map((part) => Buffer.from(part).toString('base64url')).join('.')
  return `${input}.${by(Buffer.from(input)).toString('base64url')}`
}

export type Signer = (input: Buffer) => Buffer

export const rs256 =
  (key: KeyObject): Signer =>
  (input) =>
    sign('sha256', input, key)

export const ps256 =
  (key: KeyObject): Signer =>
  (input) =>
    sign('sha256', input, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 })

export const es256 =
  (key: KeyObject, dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363'): Signer =>
  (input) =>
    sign('sha256', input, { key, dsaEncoding })

export const edDsa =
  (key: KeyObject): Signer =>
  (input) =>
    sign(null, input, key)

export const hmac =
  (hash: string, secret: string | Buffer): Signer =>
  (input) =>
    createHmac(hash, secret).update(input).digest()

export const fixed =
  (signature: Buffer): Signer =>
  () =>
    signature

/** Claims that are right, with what a test changes of them. */
export function claimsFor({ now }: Pick<Target, 'now'>, change: object = {}): object {
  return { iss: issuer, sub: 'customer-1', iat: now(), exp: now() + 600, ...change }
}

/** A token that is right but for what a test changes of it. */
export function brandToken(target: Target, claims: object = {}, header: object = {}): string {
  const all = { alg: 'RS256', typ: 'JWT', kid: 'brand-RS256', ...header }
  const { privateKey } = target.keys.RS256
  return compact(JSON.stringify(all), JSON.stringify(claimsFor(target, claims)), rs256(privateKey))
}

/** `status code rule` of an answer; `200` of a consumer who was let in. */
export function verdictOf({ status, body }: Awaited<ReturnType<typeof call>>): string {
  if (status === 200) return '200'
  const { internalErrorCode, error } = (body ?? {}) as Readonly<Record<string, string>>
  return `${status} ${internalErrorCode} ${error}`
}

/** One attack: what it is, what is sent, and what must be answered. */
export type Attack = readonly [name: string, token: string, verdict: string]

/** Sends each, at once in sixteens, and says which were answered otherwise; nothing of them may be in answer or log. */
export async function assertAttacks(
  target: Target,
  attacks: readonly Attack[],
  connector: number | string = target.connector,
): Promise<void> {
  const { server, account } = target
  const wrong: string[] = []
  for (let at = 0; at < attacks.length; at += 16) {
    await Promise.all(
      attacks.slice(at, at + 16).map(async ([name, token, verdict]) => {
        const answer = await authenticate(server, account.id, connector, { id_token: token })
        const found = verdictOf(answer)
        if (found !== verdict) wrong.push(`${name}: ${found}, not ${verdict}`)
        if (found !== '200') assertSilent(name, answer.text, token)
      }),
    )
  }
  assert.deepEqual(wrong, [])
  for (const [name, token] of attacks) assertSilent(name, target.log.text(), token)
  await assertHealthy(target)
}

/** No part of a token that is longer than a word. */
function assertSilent(name: string, text: string, token: string): void {
  for (const part of token.split('.').filter((one) => one.length > 20)) {
    assert.ok(
      !text.includes(part.slice(0, 400)),
      `${name}: a part of the token is in the answer or the log`,
    )
  }
}

/** A right token still lets its consumer in, and nothing was an error of ours. */
export async function assertHealthy(target: Target): Promise<void> {
  const { server, account, connector, log } = target
  const answer = await authenticate(server, account.id, connector, { id_token: brandToken(target) })
  assert.equal(answer.status, 200, answer.text)
  assert.doesNotMatch(log.text(), /"level":"(error|fatal)"|customer-/)
  assert.equal(Reflect.get({}, 'polluted'), undefined)
}
