import { createPrivateKey, type KeyObject } from 'node:crypto'
import { type NamelessSigningKey, signJws } from '@watchword/protocol/jose/sign-jws.ts'
import type { ClientAuthentication } from '@watchword/protocol/oauth2/client-authentication.ts'
import type { Clock } from '#lib/clock.ts'
import { randomUuid } from '#lib/random.ts'
import type { Secret } from '#lib/secret.ts'
import type { Connector } from './connector.ts'

/** Who we are at the token endpoint of a connector, or what its settings lack. */
export type ClientReading =
  | { readonly ok: true; readonly client: ClientAuthentication }
  /** In words for an administrator. */
  | { readonly ok: false; readonly reason: string }

const assertionSeconds = 60

/**
 * How the connector's client authenticates (RFC 6749 section 2.3, RFC 7523 section 2.2). An assertion is for `audience`
 * alone, good for a minute, and made anew each time. It names no `kid`: we know of none that the identity provider
 * would know the key by.
 */
export async function clientOfConnector(
  { clock }: { readonly clock: Clock },
  { configuration }: Pick<Connector, 'configuration'>,
  secret: Secret | undefined,
  audience: string,
): Promise<ClientReading> {
  const { clientId, tokenEndpointAuthMethod: method } = configuration
  if (clientId === undefined) return lacking('The connector has no clientId.')
  if (method === 'none') return { ok: true, client: { method, clientId } }
  if (secret === undefined) return lacking(`The connector has no secret for ${method}.`)
  if (method !== 'private_key_jwt') {
    return { ok: true, client: { method, clientId, clientSecret: secret.reveal() } }
  }
  const key = signingKeyOf(secret)
  if (key === undefined) {
    return lacking(
      'The secret of the connector is no private key for private_key_jwt: PKCS#8 in PEM, RSA with 2048 bits or more, or EC on P-256.',
    )
  }
  const now = Math.floor(clock.now() / 1000)
  const claims = { iss: clientId, sub: clientId, aud: audience, jti: randomUuid() }
  const times = { iat: now, exp: now + assertionSeconds }
  return {
    ok: true,
    client: { method, clientId, assertion: await signJws(key, 'JWT', { ...claims, ...times }) },
  }
}

const smallestModulus = 2048

function signingKeyOf(secret: Secret): NamelessSigningKey | undefined {
  let privateKey: KeyObject
  try {
    privateKey = createPrivateKey(secret.reveal())
  } catch {
    return undefined
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = privateKey
  if (type === 'rsa' && (details.modulusLength ?? 0) >= smallestModulus) {
    return { algorithm: 'RS256', privateKey }
  }
  return type === 'ec' && details.namedCurve === 'prime256v1'
    ? { algorithm: 'ES256', privateKey }
    : undefined
}

function lacking(reason: string): ClientReading {
  return { ok: false, reason }
}
