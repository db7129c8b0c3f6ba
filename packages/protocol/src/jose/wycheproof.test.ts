import assert from 'node:assert/strict'
import { createPrivateKey, generateKeyPairSync, type JsonWebKeyInput } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { isSignatureAlgorithm, signatureAlgorithms } from './algorithms.ts'
import { decodePart, readPart } from './compact-part.ts'
import { contentEncryptions, decryptJwe } from './decrypt-jwe.ts'
import { readPublicJwk } from './public-jwk.ts'
import { isSigned, type VerificationKey } from './verify-jws.ts'

type Jwk = Readonly<Record<string, unknown>>
type Vector = {
  readonly tcId: number
  readonly comment: string
  readonly result: 'valid' | 'invalid' | 'acceptable'
  readonly jws?: unknown
  readonly jwe?: unknown
  readonly pt?: string
}
type Group = {
  readonly comment: string
  readonly public?: Jwk
  readonly private?: Jwk
  readonly tests: readonly Vector[]
}

const folder = new URL('../../../../../shared/vectors/wycheproof/', import.meta.url)
const isThere = existsSync(folder)
const options = isThere ? {} : { skip: 'the vectors are not beside the project' }

function groupsOf(name: string): readonly Group[] {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')).testGroups
}

/** Keys of a JWK or of a set that are worth using; none for symmetric ones. */
async function keysOf(jwk: Jwk): Promise<readonly VerificationKey[]> {
  const list: readonly unknown[] = Array.isArray(jwk['keys']) ? jwk['keys'] : [jwk]
  const keys: VerificationKey[] = []
  for (const one of list) {
    const reading = await readPublicJwk(one, signatureAlgorithms)
    if (reading.ok) keys.push(reading.key)
  }
  return keys
}

/** Of a group that has private keys alone: what would be published, and shared keys as they are. */
function publicOf(jwk: Jwk): Jwk {
  const list: readonly unknown[] = Array.isArray(jwk['keys']) ? jwk['keys'] : [jwk]
  const keys = list.map((one) => {
    const { d, p, q, dp, dq, qi, ...others } = one as Jwk
    return others
  })
  return { keys }
}

/** As `verifyJws` judges, but for the payload: the vectors' payloads are no claims, so `readJws` would refuse all. */
async function isAccepted(token: unknown, keys: readonly VerificationKey[]): Promise<boolean> {
  if (typeof token !== 'string') return false
  const parts = token.split('.')
  const [first] = parts
  if (parts.length !== 3 || first === undefined) return false
  const decoded = parts.map(decodePart)
  const [header, , signature] = decoded
  if (header === undefined || signature === undefined || decoded.includes(undefined)) return false
  const reading = readPart(header)
  if (!reading.ok || signature.length === 0) return false
  const { alg, kid } = reading.members
  for (const { key, algorithm, kid: own } of keys) {
    if (algorithm !== alg || (kid !== undefined && own !== undefined && kid !== own)) continue
    if (await isSigned(token, key, algorithm)) return true
  }
  return false
}

describe('Wycheproof: signed tokens', options, () => {
  if (!isThere) return
  for (const file of [
    'json_web_signature_test.json',
    'json_web_crypto_test.json',
    'json_web_key_test.json',
  ]) {
    test(file, async () => {
      let accepted = 0
      let refused = 0
      for (const group of groupsOf(file)) {
        const keys = await keysOf(group.public ?? publicOf(group.private ?? {}))
        for (const { tcId, comment, jws, result } of group.tests) {
          if (jws === undefined) continue
          const name = `${group.comment} ${tcId} ${comment}`
          const isOurs = isSignatureAlgorithm(algorithmOf(jws)) && keys.length > 0
          const isEmpty = typeof jws === 'string' && jws.includes('..')
          const wanted = result === 'valid' && isOurs && !isEmpty
          const is = await isAccepted(jws, keys)
          if (result === 'valid' && isEmpty) continue
          assert.equal(is, wanted, name)
          if (is) accepted += 1
          else refused += 1
        }
      }
      assert.ok(accepted > 0 && refused > 0, `${accepted} accepted, ${refused} refused`)
    })
  }
})

function algorithmOf(token: unknown): unknown {
  const [first = ''] = String(token).split('.', 1)
  const reading = readPart(Buffer.from(first, 'base64url'))
  return reading.ok ? reading.members['alg'] : undefined
}

describe('Wycheproof: encrypted tokens', options, () => {
  if (!isThere) return
  for (const file of ['json_web_encryption_test.json', 'json_web_crypto_test.json']) {
    test(file, async () => {
      let accepted = 0
      let refused = 0
      for (const group of groupsOf(file)) {
        const { jwk, isOurKind } = rsaOf(group.private)
        const privateKey = createPrivateKey({ key: jwk as JsonWebKeyInput['key'], format: 'jwk' })
        const kid = String(group.private?.['kid'] ?? 'k')
        for (const { tcId, comment, jwe, pt, result } of group.tests) {
          if (typeof jwe !== 'string') continue
          const decryption = await decryptJwe(jwe, [{ kid, privateKey }])
          const wanted = result === 'valid' && isOurKind && isOffered(jwe)
          assert.equal(decryption.ok, wanted, `${group.comment} ${tcId} ${comment}`)
          if (decryption.ok) {
            assert.equal(decryption.plaintext.toString('hex'), pt, `${tcId}`)
            accepted += 1
          } else refused += 1
        }
      }
      if (file.includes('encryption')) {
        assert.ok(accepted >= 3 && refused > 20, `${accepted} accepted, ${refused} refused`)
      }
    })
  }
})

/** Tokens to shared or elliptic keys are refused whatever key we have. */
function rsaOf(jwk: Jwk | undefined): { readonly jwk: Jwk; readonly isOurKind: boolean } {
  return jwk?.['kty'] === 'RSA' ? { jwk, isOurKind: true } : { jwk: ownKey, isOurKind: false }
}

const ownKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  format: 'jwk',
}) as Jwk

function isOffered(jwe: string): boolean {
  const reading = readPart(Buffer.from(jwe.split('.', 1)[0] ?? '', 'base64url'))
  if (!reading.ok) return false
  const { alg, enc } = reading.members
  return alg === 'RSA-OAEP-256' && contentEncryptions.some((one) => one === enc)
}
