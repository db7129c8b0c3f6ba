import { signatureAlgorithms } from '@watchword/protocol/jose/algorithms.ts'
import { readPublicJwk } from '@watchword/protocol/jose/public-jwk.ts'
import { readJws } from '@watchword/protocol/jose/read-jws.ts'
import { type VerificationKey, verifyJws } from '@watchword/protocol/jose/verify-jws.ts'
import { judgeClientAssertion } from '@watchword/protocol/oauth2/client-assertion.ts'
import type { Client } from '#domain/applications/client.ts'
import type { ForeignKeySet, ForeignKeys } from '#domain/foreign-keys/foreign-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { Storage } from '#storage/port.ts'
import { issuerOf } from './issuer.ts'

export type VerifyAssertionPorts = {
  readonly storage: Pick<Storage, 'write'>
  readonly clock: Clock
  readonly publicOrigin: string
  /** Keys that clients publish (`jwks_uri`). */
  readonly foreignKeys: ForeignKeys
}

/** A header may leave it out (RFC 7523), but a token made for something else says so in it. */
const types = [undefined, 'JWT', 'client-authentication+jwt']

/**
 * Checks the assertion of a client (RFC 7523 section 3, `private_key_jwt`): signed with one of its registered keys,
 * from and about it, for us, alive, and not seen before. Answers why it is refused, for the audit trail alone;
 * `undefined`: it is good.
 */
export async function refusalOfAssertion(
  { storage, clock, publicOrigin, foreignKeys }: VerifyAssertionPorts,
  client: Client,
  assertion: string,
): Promise<string | undefined> {
  const { keys, fault } = await keysFor(foreignKeys, client, assertion)
  const expected = { typ: types, algorithms: signatureAlgorithms }
  const verified = await verifyJws(assertion, keys, expected)
  if (!verified.ok) {
    const because = fault === undefined ? '' : `; its jwks_uri was not fetched: ${fault.reason}`
    return `assertion: ${verified.refusal}${because}`
  }
  const { accountId, id: clientId } = client
  const issuer = issuerOf(publicOrigin, accountId)
  const now = clock.now()
  const judged = judgeClientAssertion(verified.claims, {
    clientId,
    audiences: [issuer, `${issuer}/token`],
    nowSeconds: now / 1000,
  })
  if (!judged.ok) return `assertion: ${judged.fault}`
  const hash = sha256Hex(`${clientId} ${judged.jti}`)
  const expiresAt = Math.ceil(judged.expiresAtSeconds * 1000)
  const isNew = await storage.write((tx) =>
    tx.clientAssertions.claim(accountId, { hash, expiresAt, now }),
  )
  return isNew ? undefined : 'assertion: used before'
}

/** The keys of its manifest or, if it names where they are instead, those that are published there. */
async function keysFor(
  foreignKeys: ForeignKeys,
  client: Client,
  assertion: string,
): Promise<Pick<ForeignKeySet, 'keys' | 'fault'>> {
  const { accountId, id, jwks, jwksUri: url } = client
  if (jwks !== undefined || url === undefined) {
    return { keys: await keysOf(client), fault: undefined }
  }
  const reading = readJws(assertion)
  // What is no token at all makes nobody fetch anything.
  if (!reading.ok) return { keys: [], fault: undefined }
  return foreignKeys.find(
    { accountId, kind: 'client', id, url, algorithms: signatureAlgorithms },
    reading.jws.header.kid,
  )
}

const known = new WeakMap<Client, Promise<readonly VerificationKey[]>>()

/** Read once for as long as the client is cached: importing a key takes longer than using it. */
function keysOf(client: Client): Promise<readonly VerificationKey[]> {
  let keys = known.get(client)
  if (keys === undefined) {
    keys = readKeys(client)
    known.set(client, keys)
  }
  return keys
}

async function readKeys({ jwks }: Client): Promise<readonly VerificationKey[]> {
  const readings = await Promise.all(
    (jwks?.keys ?? []).map((jwk) => readPublicJwk(jwk, signatureAlgorithms)),
  )
  return readings.flatMap((reading) => (reading.ok ? [reading.key] : []))
}
