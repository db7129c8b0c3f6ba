/** How fast `jose` signs the claims of an access token with RS256, with nothing around it: a process for one core. */
import { generateKeyPairSync, randomUUID, type webcrypto } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'
import { answerParent } from './harness/child.ts'
import { type Measurement, percentile } from './harness/load.ts'

/** As many signatures as requests of a round, as many at once as connections. */
export type Signing = { readonly count: number; readonly atOnce: number }

let made: Promise<webcrypto.CryptoKey> | undefined

answerParent((message) => measureSigning(message as Signing))

async function measureSigning({ count, atOnce }: Signing): Promise<Measurement> {
  made ??= makeKey()
  const key = await made
  const latencies = new Float64Array(count)
  let started = 0
  const work = async () => {
    while (started < count) {
      const index = started
      started += 1
      const startedAt = performance.now()
      await sign(key)
      latencies[index] = performance.now() - startedAt
    }
  }
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: atOnce }, work))
  const milliseconds = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  const sorted = latencies.toSorted()
  return {
    perSecond: (count / milliseconds) * 1000,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    cpuMicrosecondsPerRequest: (user + system) / count,
  }
}

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
