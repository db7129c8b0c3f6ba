import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { diagnoseSignature, type SigningMistake } from '@watchword/protocol/oauth1/diagnose.ts'
import { type Parameter, parseFormParameters } from '@watchword/protocol/oauth1/form-parameters.ts'
import { hmacKey, isHmacSignature } from '@watchword/protocol/oauth1/hmac.ts'
import type { OAuth1Problem } from '@watchword/protocol/oauth1/problem.ts'
import {
  type RawRequest,
  readSignedRequest,
} from '@watchword/protocol/oauth1/read-signed-request.ts'
import { signatureBaseString } from '@watchword/protocol/oauth1/signature-base-string.ts'
import { checkTimestamp } from '@watchword/protocol/oauth1/timestamp.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import type { ApiKeySecrets } from './api-key.ts'
import { openSecrets } from './seal-secrets.ts'

/** Where two base strings part. */
export type FirstDifference = {
  /** Counted in characters from 0. */
  readonly index: number
  readonly ours: string
  readonly claimed: string
}

/** What an administrator is told of a signed request. Never a secret, and never a right signature. */
export type Explanation = {
  readonly verdict: 'signature_right' | 'refused'
  readonly problem: OAuth1Problem | undefined
  readonly baseString: string | undefined
  readonly claimedBaseString: string | undefined
  readonly firstDifference: FirstDifference | undefined
  /** The client's clock minus ours, as signed. */
  readonly clockOffsetSeconds: number | undefined
  readonly likelyCauses: readonly SigningMistake[]
  /** What else stands in the way of this key, although the signature may be right. */
  readonly remarks: readonly string[]
}

/**
 * Explains a request that somebody pastes: what we would sign, beside what they did. Pure apart from reading
 * the key; it claims no nonce and counts as no use.
 */
export async function explainRequest(
  ports: {
    readonly storage: Pick<Storage, 'read'>
    readonly dataKeys: DataKeys
    readonly clock: Clock
  },
  accountId: AccountId,
  raw: RawRequest,
  claimedBaseString: string | undefined,
): Promise<Explanation> {
  const read = readSignedRequest(raw)
  if (!read.ok) return refusedUnread(read.problem, claimedBaseString)
  const { oauth, signed } = read
  const now = ports.clock.now()
  const baseString = signatureBaseString(signed)
  const stored = await ports.storage.read.apiKeys.find(accountId, oauth.consumerKey)
  const late = checkTimestamp(oauth.timestamp, Math.floor(now / 1000))
  const shown = {
    baseString,
    claimedBaseString,
    firstDifference: firstDifference(baseString, claimedBaseString),
    clockOffsetSeconds: oauth.timestamp - Math.floor(now / 1000),
  }
  if (stored === undefined || stored.key.deleted) {
    return { ...shown, verdict: 'refused', problem: unknownKey, likelyCauses: [], remarks: [] }
  }
  const { keyId } = stored.key
  const secrets = await openSecrets(ports.dataKeys, accountId, keyId, stored.sealedSecrets)
  const own = { consumerSecret: secrets.appSecret, tokenSecret: legSecret(secrets, oauth.token) }
  const right = isHmacSignature(oauth.signatureMethod, baseString, hmacKey(own), oauth.signature)
  const suspect = {
    signed,
    signatureMethod: oauth.signatureMethod,
    signature: oauth.signature,
    secrets: own,
    query: withoutProtocol(parseFormParameters(raw.query), signed.parameters),
    form: withoutProtocol(parseFormParameters(raw.formBody ?? ''), signed.parameters),
  }
  return {
    ...shown,
    verdict: right && late === undefined ? 'signature_right' : 'refused',
    problem: right ? late : signatureInvalid,
    likelyCauses: right ? [] : diagnoseSignature(suspect),
    remarks: remarksOn(stored.key, { token: oauth.token, ownToken: secrets.token, now }),
  }
}

/** Where two texts first differ, with what stands around it. */
export function firstDifference(
  ours: string,
  claimed: string | undefined,
): FirstDifference | undefined {
  if (claimed === undefined || claimed === ours) return undefined
  let index = 0
  while (index < ours.length && ours[index] === claimed[index]) index += 1
  const around = (text: string) => text.slice(Math.max(0, index - 12), index + 24)
  return { index, ours: around(ours), claimed: around(claimed) }
}

function refusedUnread(problem: OAuth1Problem, claimedBaseString: string | undefined): Explanation {
  return {
    verdict: 'refused',
    problem,
    baseString: undefined,
    claimedBaseString,
    firstDifference: undefined,
    clockOffsetSeconds: undefined,
    likelyCauses: [],
    remarks: [],
  }
}

function legSecret({ tokenSecret }: ApiKeySecrets, token: string | undefined): string {
  return token === undefined ? '' : tokenSecret
}

/** The very same pairs that stand in the signed list, so that they can be taken out of it. */
function withoutProtocol(
  parsed: readonly Parameter[] | undefined,
  signed: readonly Parameter[],
): readonly Parameter[] {
  const left = [...signed]
  return (parsed ?? []).flatMap(([name, value]) => {
    const index = left.findIndex((pair) => pair[0] === name && pair[1] === value)
    return index === -1 || name.startsWith('oauth_') ? [] : left.splice(index, 1)
  })
}

function remarksOn(
  key: {
    readonly enabled: boolean
    readonly expiresAt: number | undefined
    readonly ipRanges: readonly string[]
  },
  seen: { readonly token: string | undefined; readonly ownToken: string; readonly now: number },
): readonly string[] {
  const expired = key.expiresAt !== undefined && key.expiresAt <= seen.now
  return [
    ...(key.enabled ? [] : ['The key is disabled.']),
    ...(expired ? ['The key has expired.'] : []),
    ...(seen.token === undefined
      ? ['oauth_token is missing: only the key manager takes that.']
      : []),
    ...(seen.token !== undefined && seen.token !== seen.ownToken
      ? ['oauth_token is not the present Access token of this key.']
      : []),
    ...(key.ipRanges.length === 0
      ? []
      : [`The key may be used from ${key.ipRanges.join(', ')} only.`]),
  ]
}

const unknownKey: OAuth1Problem = {
  problem: 'consumer_key_unknown',
  advice: 'No API key of this account has this App key.',
}
const signatureInvalid: OAuth1Problem = {
  problem: 'signature_invalid',
  advice: 'The signature is not the one over the base string below, with the secrets of this key.',
}
