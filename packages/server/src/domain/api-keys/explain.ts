import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ExplainInput } from '@watchword/protocol/api/explain.ts'
import type { SigningMistake } from '@watchword/protocol/oauth1/diagnose.ts'
import type { OAuth1Problem } from '@watchword/protocol/oauth1/problem.ts'
import { readSignedRequest } from '@watchword/protocol/oauth1/read-signed-request.ts'
import { signatureBaseString } from '@watchword/protocol/oauth1/signature-base-string.ts'
import { checkTimestamp } from '@watchword/protocol/oauth1/timestamp.ts'
import type { AllowedHosts } from '#domain/directory/allowed-hosts.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import { digestOf } from './describe-refusal.ts'
import { isDiagnosable, isSignedWith, likelyMistakes, secretsOf } from './diagnose-refusal.ts'
import { type FirstDifference, firstDifference } from './first-difference.ts'
import { rawOfPasted } from './pasted-request.ts'
import { keptRefusalsMs } from './record-uses.ts'
import type { RefusedRequest } from './refused-request.ts'
import { remarksOnKey, remarksOnRequest } from './remarks.ts'

/** What is told of a signed request. Never a secret, and never a right signature. */
export type Explanation = {
  readonly verdict: 'signature_right' | 'refused'
  readonly problem: OAuth1Problem | undefined
  readonly baseString: string | undefined
  readonly claimedBaseString: string | undefined
  readonly firstDifference: FirstDifference | undefined
  /** The client's clock minus ours, as signed. */
  readonly clockOffsetSeconds: number | undefined
  readonly likelyCauses: readonly SigningMistake[]
  /** What else stands in the way of this request, although the signature may be right. */
  readonly remarks: readonly string[]
}

export type ExplainPorts = {
  readonly storage: { readonly read: Pick<Storage['read'], 'apiKeys' | 'refusedRequests'> }
  readonly dataKeys: DataKeys
  readonly clock: Clock
  readonly allowedHosts: AllowedHosts
}

/** Explains a request that somebody pastes, or one of those that were refused in the last day. */
export function explain(
  ports: ExplainPorts,
  accountId: AccountId,
  { subject, claimedBaseString }: ExplainInput,
): Promise<Explanation> {
  return subject.kind === 'refusal'
    ? explainRefusal(ports, accountId, subject.refusalId, claimedBaseString)
    : explainPasted(ports, accountId, subject.request, claimedBaseString)
}

/** The signature is gone, but what it told was kept. */
async function explainRefusal(
  { storage, clock }: ExplainPorts,
  accountId: AccountId,
  refusalId: string,
  claimedBaseString: string | undefined,
): Promise<Explanation> {
  const since = clock.now() - keptRefusalsMs
  const refused = await storage.read.refusedRequests.find(accountId, refusalId, since)
  if (refused === undefined) {
    throw new DomainError('not_found', 'There is no such refused request. They are kept for a day.')
  }
  const { problem, baseString, clockOffsetSeconds, likelyCauses } = refused
  return {
    verdict: 'refused',
    problem,
    baseString,
    claimedBaseString,
    firstDifference: firstDifference(baseString, claimedBaseString),
    clockOffsetSeconds,
    likelyCauses,
    remarks: remarksOnRefusal(refused, claimedBaseString),
  }
}

function remarksOnRefusal(
  { problem, baseString, baseStringDigest, likelyCauses }: RefusedRequest,
  claimed: string | undefined,
): readonly string[] {
  const remarks: string[] = []
  if (baseStringDigest !== undefined) {
    const sameAs = claimed !== undefined && digestOf(claimed) === baseStringDigest
    remarks.push('The base string was too long to keep; paste the request to see it.')
    if (claimed !== undefined) {
      remarks.push(`The one that is claimed is ${sameAs ? 'the same' : 'another one'}.`)
    }
  } else if (baseString === undefined) {
    remarks.push(
      'The base string was not kept, because a form body, or what may be a secret, was in it; paste the request to see it.',
    )
  }
  if (problem.problem === 'signature_invalid' && likelyCauses.length === 0) {
    remarks.push(noKnownMistake)
  }
  return remarks
}

/** It claims no nonce and counts as no use. */
async function explainPasted(
  { storage, dataKeys, clock, allowedHosts }: ExplainPorts,
  accountId: AccountId,
  pasted: Parameters<typeof rawOfPasted>[0],
  claimedBaseString: string | undefined,
): Promise<Explanation> {
  const raw = rawOfPasted(pasted)
  const isOurHost = await allowedHosts.isAllowed(raw.authority)
  const remarks = remarksOnRequest(raw, pasted, isOurHost)
  const read = readSignedRequest(raw)
  if (!read.ok) return { ...blank, problem: read.problem, claimedBaseString, remarks }
  const { oauth, signed } = read
  const now = clock.now()
  const baseString = signatureBaseString(signed)
  const shown = {
    ...blank,
    baseString,
    claimedBaseString,
    firstDifference: firstDifference(baseString, claimedBaseString),
    clockOffsetSeconds: oauth.timestamp - Math.floor(now / 1000),
  }
  const stored = await storage.read.apiKeys.find(accountId, oauth.consumerKey)
  if (stored === undefined || stored.key.deleted) return { ...shown, problem: unknownKey, remarks }
  const secrets = await secretsOf(dataKeys, accountId, stored, { read, at: now })
  const right = isSignedWith(read, secrets)
  const late = checkTimestamp(oauth.timestamp, Math.floor(now / 1000))
  const diagnosable = isDiagnosable({ raw, read })
  const likelyCauses = right || !diagnosable ? [] : likelyMistakes({ raw, read }, secrets)
  const more = right || likelyCauses.length > 0 ? [] : [diagnosable ? noKnownMistake : tooLong]
  const facts = { token: oauth.token, ownToken: secrets.token, now }
  return {
    ...shown,
    verdict: right && late === undefined ? 'signature_right' : 'refused',
    problem: right ? late : signatureInvalid,
    likelyCauses,
    remarks: [...more, ...remarksOnKey(stored.key, facts), ...remarks],
  }
}

const blank: Explanation = {
  verdict: 'refused',
  problem: undefined,
  baseString: undefined,
  claimedBaseString: undefined,
  firstDifference: undefined,
  clockOffsetSeconds: undefined,
  likelyCauses: [],
  remarks: [],
}

const unknownKey: OAuth1Problem = {
  problem: 'consumer_key_unknown',
  advice: 'No API key of this account has this App key.',
}
const signatureInvalid: OAuth1Problem = {
  problem: 'signature_invalid',
  advice: 'The signature is not the one over the base string below, with the secrets of this key.',
}
const noKnownMistake =
  'None of the usual mistakes gives this signature. Compare the base strings; if they are equal, a secret is another one than that of this key.'
const tooLong = 'The request is too long to try the usual mistakes on it. Compare the base strings.'
