import { createHmac, randomBytes } from 'node:crypto'
import path from 'node:path'
import OAuth from 'oauth-1.0a'
import { hmacKey, isHmacSignature } from '../packages/protocol/src/oauth1/hmac.ts'
import {
  type RawRequest,
  readSignedRequest,
} from '../packages/protocol/src/oauth1/read-signed-request.ts'
import { type Credentials, signRequest } from '../packages/protocol/src/oauth1/sign.ts'
import { signatureBaseString } from '../packages/protocol/src/oauth1/signature-base-string.ts'
import { requestText } from './harness/http-connection.ts'
import { measure, startLoadGenerator } from './harness/load.ts'
import { type Comparison, median, pairedRatio } from './harness/paired-ratio.ts'
import { startServer } from './harness/server.ts'
import type { WatchwordExtra } from './watchword-server.ts'

/** One GET, signed, against the same GET with a bearer: one server process, one core, in turns. */
export async function signedAgainstBearer(
  options: {
    readonly environment?: Readonly<Record<string, string>>
    readonly count?: number
  } = {},
): Promise<Comparison> {
  const { environment = {}, count = 10_000 } = options
  const module = path.join(import.meta.dirname, 'watchword-server.ts')
  const server = await startServer(module, { cpu: 0, environment })
  const generator = startLoadGenerator({ cpu: 1 })
  const { bearer, userPath, key } = server.extra as WatchwordExtra
  // A store in memory vouches for what is signed after its first second.
  await new Promise((resolve) => setTimeout(resolve, 1500))
  const load = { connections: 32, count }
  const withBearer = [
    requestText('GET', userPath, { headers: { authorization: `Bearer ${bearer}` } }),
  ]
  try {
    return await pairedRatio({
      // Signed before the round: what a client does for it is not measured.
      a: () => measure(generator, server, { ...load, requests: signMany(key, userPath, count) }),
      b: () => measure(generator, server, { ...load, requests: withBearer }),
      rounds: 9,
    })
  } finally {
    await Promise.all([server.stop(), generator.stop()])
  }
}

function signMany(key: Credentials, target: string, count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    const authorization = sign(rawOf(target), key)
    return requestText('GET', target, { headers: { authorization } })
  })
}

function sign(raw: RawRequest, key: Credentials): string {
  const freshness = {
    timestamp: Math.floor(Date.now() / 1000),
    nonce: randomBytes(12).toString('hex'),
  }
  const header = signRequest(raw, key, freshness, { method: 'HMAC-SHA1' })
  if (header === undefined) throw new Error('The request cannot be signed.')
  return header
}

function rawOf(target: string): RawRequest {
  const [pathname = '', query = ''] = target.split('?')
  return {
    ...{ method: 'GET', scheme: 'http', authority: '127.0.0.1', path: pathname, query },
    authorization: undefined,
    formBody: undefined,
  }
}

/** Signatures a second, on one core. */
export type PureVerification = {
  readonly rounds: number
  readonly verified: number
  readonly peer: number
  readonly ratio: number
}

const rounds = 11
const inARound = 10_000

/** Reading, base string, HMAC and comparison, against computing the same signature with npm oauth-1.0a. */
export function pureVerification(): PureVerification {
  const credentials = {
    consumerKey: randomBytes(16).toString('hex'),
    consumerSecret: randomBytes(16).toString('hex'),
    token: randomBytes(16).toString('hex'),
    tokenSecret: randomBytes(16).toString('hex'),
  }
  const target =
    '/api/account/12345678/configuration/le-users/users?v=4.0&select=id,loginName,fullName&include_deleted=true'
  const raw = rawOf(target)
  const requests = Array.from({ length: inARound }, () => ({
    ...raw,
    authorization: sign(raw, credentials),
  }))
  const key = hmacKey(credentials)
  const verify = () => {
    for (const request of requests) {
      const read = readSignedRequest(request)
      if (!read.ok) throw new Error('The request cannot be read.')
      const { signatureMethod, signature } = read.oauth
      if (!isHmacSignature(signatureMethod, signatureBaseString(read.signed), key, signature)) {
        throw new Error('The signature is wrong.')
      }
    }
  }
  const compute = peerOf(requests, credentials, `http://127.0.0.1${target}`)
  verify()
  compute()
  const pairs = Array.from({ length: rounds }, () => ({ ours: rate(verify), peer: rate(compute) }))
  return {
    rounds,
    verified: median(pairs.map(({ ours }) => ours)),
    peer: median(pairs.map(({ peer }) => peer)),
    ratio: median(pairs.map(({ ours, peer }) => ours / peer)),
  }
}

/** The peer is handed its parameters as it wants them; what it computes is compared once, outside the time. */
function peerOf(
  requests: readonly RawRequest[],
  { consumerKey, consumerSecret, tokenSecret }: Required<Credentials>,
  url: string,
): () => void {
  const oauth = new OAuth({
    consumer: { key: consumerKey, secret: consumerSecret },
    signature_method: 'HMAC-SHA1',
    hash_function: (text, key) => createHmac('sha1', key).update(text).digest('base64'),
  })
  const given = requests.map((request) => {
    const read = readSignedRequest(request)
    if (!read.ok) throw new Error('The request cannot be read.')
    const { consumerKey: consumer, token = '', nonce, timestamp, signature } = read.oauth
    const data = {
      oauth_consumer_key: consumer,
      oauth_nonce: nonce,
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: timestamp,
      oauth_version: '1.0',
      oauth_token: token,
    }
    return { data, signature }
  })
  const request = { url, method: 'GET' }
  for (const { data, signature } of given) {
    if (oauth.getSignature(request, tokenSecret, data) !== signature) {
      throw new Error('The peer computes another signature.')
    }
  }
  return () => {
    for (const { data } of given) oauth.getSignature(request, tokenSecret, data)
  }
}

/** By CPU time, which a busy machine does not change. */
function rate(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (inARound / (user + system)) * 1_000_000
}
