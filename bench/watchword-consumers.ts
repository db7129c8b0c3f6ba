/** A brand for the server under measurement: its keys, connectors that trust them, and tokens before each round. */
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signJws } from '../packages/protocol/src/jose/sign-jws.ts'

/** What `extra` of a started server holds of consumers. */
export type ConsumerExtra = {
  readonly pasted: number
  readonly jwks: number
  /** One consumer, seen by an administrator and by themselves. */
  readonly consumerPath: string
  readonly ownPath: string
  readonly consumerToken: string
}

export const accountPath = '/api/account/12345678'

const issuer = 'https://www.brand.example'
const consumers = 500
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
let made = 0

/** So many id_tokens, no two alike: of some consumers in turn, each newer than the one before. */
export function idTokens(count: number): Promise<readonly string[]> {
  const key = { kid: 'brand', algorithm: 'RS256', privateKey } as const
  const now = Math.floor(Date.now() / 1000)
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      made += 1
      const claims = {
        ...{ iss: issuer, sub: `customer-${index % consumers}`, iat: now, exp: now + 3600 },
        ...{ given_name: 'John', family_name: 'Doe', email: 'john@brand.example', jti: `${made}` },
      }
      return signJws(key, 'JWT', claims)
    }),
  )
}

/** The brand's key set, at an address of this machine. */
export async function serveKeys(): Promise<string> {
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'brand', alg: 'RS256', use: 'sig' }
  const body = JSON.stringify({ keys: [jwk] })
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=3600' })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Connects the brand as its administrator would, and lets every consumer in once. */
export async function seedBrand(
  origin: string,
  bearer: string,
  keysAt: string,
): Promise<ConsumerExtra> {
  const post = async (path: string, body: object) => {
    const response = await fetch(`${origin}${accountPath}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as { readonly id: number; readonly token: string }
  }
  const connect = (name: string, configuration: object) =>
    post('/configuration/le-connectors/connectors', {
      ...{ name, type: 1 },
      configuration: { issuerDisplayName: name, issuer, sharesIdentity: true, ...configuration },
    })
  const pasted = await connect('pasted', {
    ...{ jwtValidationType: 'PUBLIC_JWT_KEY', jwtPublicKey: spki },
  })
  const jwks = await connect('jwks', {
    ...{ jwtValidationType: 'JWKS_ENDPOINT', jwksEndpoint: `${keysAt}/jwks` },
  })
  let consumerToken = ''
  for (const { id } of [pasted, jwks]) {
    for (const idToken of await idTokens(consumers)) {
      const body = { id_token: idToken }
      consumerToken = (await post(`/app/${id}/authenticate?v=3.0`, body)).token
    }
  }
  const [, payload = ''] = consumerToken.split('.')
  const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string }
  const path = `${accountPath}/watchword/consumers`
  return {
    ...{ pasted: pasted.id, jwks: jwks.id, consumerToken },
    ...{ consumerPath: `${path}/${sub}`, ownPath: `${path}/me` },
  }
}
