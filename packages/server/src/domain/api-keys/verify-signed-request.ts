import { hash } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { hmacKey, isHmacSignature } from '@watchword/protocol/oauth1/hmac.ts'
import type { OAuth1Problem } from '@watchword/protocol/oauth1/problem.ts'
import {
  type OAuthParameters,
  readSignedRequest,
} from '@watchword/protocol/oauth1/read-signed-request.ts'
import { signatureBaseString } from '@watchword/protocol/oauth1/signature-base-string.ts'
import { checkTimestamp } from '@watchword/protocol/oauth1/timestamp.ts'
import type { ApiKeyCaller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { contains, parseIpAddress } from '#lib/ip-range.ts'
import type { RateLimiter } from '#lib/rate-limiter.ts'
import type { NonceStore } from '#storage/port.ts'
import { hasExpired } from './api-key.ts'
import type { Readable } from './diagnose-refusal.ts'
import type { KnownKey, KnownKeys, Signer } from './known-keys.ts'
import type { SignedCall } from './signed-call.ts'
import { SignedRequestRefusal } from './signed-request-refusal.ts'

/** A call whose signature is right and which was not seen before. */
export type VerifiedCall = {
  readonly caller: ApiKeyCaller
  /** What was signed; its body hash is to be compared with the body once that is there. */
  readonly read: Readable
}

export type VerifyPorts = {
  readonly keys: KnownKeys
  readonly nonces: NonceStore
  readonly clock: Clock
  readonly limiters: { of(key: KnownKey): RateLimiter | undefined }
}

/**
 * Verifies a signed request, RFC 5849 section 3.2. The signature is checked before anything is said about the
 * key and before the nonce is claimed: a stranger learns nothing of a key's state and can burn nobody's nonce.
 * An unknown key costs the same hash as a known one.
 */
export async function verifySignedRequest(
  ports: VerifyPorts,
  call: SignedCall,
): Promise<VerifiedCall> {
  const read = readSignedRequest(call.raw)
  if (!read.ok) throw new SignedRequestRefusal(read.problem, call)
  const { oauth } = read
  const now = ports.clock.now()
  const found = ports.keys.find(call.accountId, oauth.consumerKey)
  const key = found instanceof Promise ? await found : found
  const refuse = (problem: OAuth1Problem, status?: 401 | 403 | 429) =>
    new SignedRequestRefusal(problem, call, { keyId: key?.keyId, read, ...(status && { status }) })

  const late = checkTimestamp(oauth.timestamp, Math.floor(now / 1000))
  const judged = judgeSignature(read, key, now)
  if ('problem' in judged) throw refuse(judged)
  if (late !== undefined) throw refuse(late)
  if (key === undefined) throw refuse(unknownKey)
  if (oauth.token === undefined && call.twoLegged === 'refused') throw refuse(tokenMissing)
  checkState(key, call, now, refuse)
  const claimed = await ports.nonces.claim(
    { timestamp: oauth.timestamp, hash: nonceHash(call.accountId, oauth) },
    now,
  )
  if (claimed === 'replayed') throw refuse(nonceUsed)
  if (claimed === 'too_old') throw refuse(beforeStart)
  if (claimed === 'unavailable') throw new DomainError('unavailable', nothingRemembers)
  const limited = ports.limiters.of(key)?.take(`${call.accountId} ${key.keyId}`, now)
  if (limited?.allowed === false) {
    throw new SignedRequestRefusal(tooMany, call, {
      keyId: key.keyId,
      read,
      status: 429,
      retryAfterSeconds: limited.retryAfterSeconds,
    })
  }
  return { caller: judged, read }
}

/**
 * Who signed, or why nobody did. Wrong or unknown: the work is the same, one base string and one HMAC; or two
 * without a token, because nothing then tells whether the secrets are those of before a reroll.
 */
function judgeSignature(
  { oauth, signed }: Readable,
  key: KnownKey | undefined,
  now: number,
): ApiKeyCaller | OAuth1Problem {
  const { token, signatureMethod, signature } = oauth
  const signers = key === undefined ? [] : signersOf(key, token, now)
  const baseString = signatureBaseString(signed)
  let caller: ApiKeyCaller | undefined
  for (const signer of token === undefined ? [signers[0], signers[1]] : [signers[0]]) {
    const hmac = signer?.hmacKey ?? nobodysKey
    if (isHmacSignature(signatureMethod, baseString, hmac, signature)) caller ??= signer?.caller
  }
  if (key === undefined) return unknownKey
  if (signers.length === 0) return tokenRejected
  return caller ?? signatureInvalid
}

/** Who may have signed: with the present secrets, or while they overlap with those of before a reroll. */
function signersOf(key: KnownKey, token: string | undefined, now: number): readonly Signer[] {
  const { current } = key
  const past = key.previous && now < key.previous.until ? key.previous.secrets : undefined
  if (token === undefined) return past ? [current.twoLegged, past.twoLegged] : [current.twoLegged]
  if (token === current.token) return [current.threeLegged]
  return token === past?.token ? [past.threeLegged] : []
}

const nobodysKey = hmacKey({ consumerSecret: 'nobody', tokenSecret: 'nobody' })

/** What is said only to somebody who holds the secrets. */
function checkState(
  key: KnownKey,
  call: SignedCall,
  now: number,
  refuse: (problem: OAuth1Problem, status?: 401 | 403) => SignedRequestRefusal,
): void {
  if (!key.enabled)
    throw refuse(rejectedKey('The key is disabled. An administrator can enable it.'))
  if (hasExpired(key, now)) {
    throw refuse(
      rejectedKey('The key has expired. An administrator can extend it or make a new one.'),
    )
  }
  if (key.ipRanges.length === 0) return
  const address = parseIpAddress(call.address)
  if (address === undefined || !key.ipRanges.some((range) => contains(range, address))) {
    throw refuse(addressRefused, 403)
  }
}

/** A nonce is one of its key and token at its time (section 3.3); lengths keep the parts apart. */
function nonceHash(accountId: AccountId, oauth: OAuthParameters): Buffer {
  const parts = [accountId, oauth.consumerKey, oauth.token ?? '', oauth.nonce]
  const text = parts.map((part) => `${part.length}:${part}`).join('')
  return hash('sha256', text, 'buffer').subarray(0, 20)
}

const unknownKey: OAuth1Problem = {
  problem: 'consumer_key_unknown',
  advice:
    'oauth_consumer_key is the App key of an API key of this account. Check the account in the path, too.',
}
const tokenRejected: OAuth1Problem = {
  problem: 'token_rejected',
  advice:
    'oauth_token is the Access token that was made with this App key. After a reroll it is a new one.',
}
const tokenMissing: OAuth1Problem = {
  problem: 'parameter_absent',
  advice: 'Missing: oauth_token. Only the key manager takes requests without it.',
  details: [['oauth_parameters_absent', 'oauth_token']],
}
const signatureInvalid: OAuth1Problem = {
  problem: 'signature_invalid',
  advice:
    'The signature is not the one over this request. The explainer shows the base string computed here.',
}
const nonceUsed: OAuth1Problem = {
  problem: 'nonce_used',
  advice:
    'This nonce was used before at this time. Make a new one for every request, also for a retry.',
}
const beforeStart: OAuth1Problem = {
  problem: 'timestamp_refused',
  advice: 'The request was signed before this server could remember it. Sign it again.',
}
const nothingRemembers =
  'Signed requests cannot be remembered now, and so not be accepted. Try again with a new nonce.'
const addressRefused: OAuth1Problem = {
  problem: 'permission_denied',
  advice:
    'The key may not be used from this address. An administrator can add it to the IP ranges of the key.',
}
const tooMany: OAuth1Problem = {
  problem: 'consumer_key_rejected',
  advice: 'The key has used up its calls for this minute. Wait as Retry-After says.',
}

function rejectedKey(advice: string): OAuth1Problem {
  return { problem: 'consumer_key_rejected', advice }
}
