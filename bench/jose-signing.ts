/** How fast `jose` signs the claims of an access token with RS256, with nothing around it: a process for one core. */
import { generateKeyPairSync, randomUUID, type webcrypto } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'
import { answerParent } from './harness/child.ts'
import { type Operations, timeOperations } from './harness/time-operations.ts'

let made: Promise<webcrypto.CryptoKey> | undefined

answerParent(async (message) => {
  made ??= makeKey()
  const key = await made
  return timeOperations(message as Operations, () => sign(key))
})

function makeKey(): Promise<webcrypto.CryptoKey> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return importPKCS8(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'RS256')
}

function sign(key: webcrypto.CryptoKey): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({
    iss: 'http://127.0.0.1/oidc/12345678',
    aud: 'http://127.0.0.1/api/account/12345678',
    sub: 'bce28d34-5a2e-4dcb-ae79-2a1fc2ea2ebf',
    client_id: 'bce28d34-5a2e-4dcb-ae79-2a1fc2ea2ebf',
    iat: now,
    exp: now + 600,
    jti: randomUUID(),
    scope: 'users:read',
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'key' })
    .sign(key)
}
