import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { diagnoseSignature, type SigningMistake } from '@watchword/protocol/oauth1/diagnose.ts'
import { type Parameter, parseFormParameters } from '@watchword/protocol/oauth1/form-parameters.ts'
import { hmacKey, isHmacSignature } from '@watchword/protocol/oauth1/hmac.ts'
import type { RawRequest, ReadRequest } from '@watchword/protocol/oauth1/read-signed-request.ts'
import { signatureBaseString } from '@watchword/protocol/oauth1/signature-base-string.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Storage } from '#storage/port.ts'
import type { ApiKeySecrets, StoredApiKey } from './api-key.ts'
import { openSecrets } from './seal-secrets.ts'

/** A request that could be read. */
export type Readable = Extract<ReadRequest, { readonly ok: true }>

/** A request whose signature is wrong, with what is needed to find out why. */
export type Undiagnosed = { readonly raw: RawRequest; readonly read: Readable; readonly at: number }

export type DiagnosePorts = {
  readonly storage: { readonly read: Pick<Storage['read'], 'apiKeys'> }
  readonly dataKeys: DataKeys
}

/**
 * Each of some forty mistakes is tried by signing again, so a request that is long to sign is not diagnosed: a
 * stranger who knows an App key must not make us work.
 */
const mostParameters = 200
const longestSigned = 16_384

/** Whether trying all mistakes on a request is cheap enough. */
export function isDiagnosable({ raw, read }: Pick<Undiagnosed, 'raw' | 'read'>): boolean {
  const length = raw.path.length + raw.query.length + (raw.formBody?.length ?? 0)
  return (
    read.signed.parameters.length <= mostParameters &&
    length + (raw.authorization?.length ?? 0) <= longestSigned
  )
}

/** What the client probably did wrong. It needs the secrets of the key, which stay here. */
export async function diagnoseRefusal(
  { storage, dataKeys }: DiagnosePorts,
  accountId: AccountId,
  request: Undiagnosed,
): Promise<readonly SigningMistake[]> {
  const { consumerKey } = request.read.oauth
  const stored = await storage.read.apiKeys.find(accountId, consumerKey)
  if (stored === undefined || stored.key.deleted) return []
  const secrets = await secretsOf(dataKeys, accountId, stored, request)
  return likelyMistakes(request, secrets)
}

/**
 * The secrets that a request was, or should have been, signed with: the present ones, or while they overlap
 * those of before a reroll. Its token tells which; without one, the signature itself.
 */
export async function secretsOf(
  dataKeys: DataKeys,
  accountId: AccountId,
  { key, sealedSecrets, previous }: StoredApiKey,
  { read, at }: Pick<Undiagnosed, 'read' | 'at'>,
): Promise<ApiKeySecrets> {
  const { token } = read.oauth
  const current = await openSecrets(dataKeys, accountId, key.keyId, sealedSecrets)
  if (token === current.token || previous === undefined || previous.until <= at) return current
  const past = await openSecrets(dataKeys, accountId, key.keyId, previous.sealedSecrets)
  const isPast = token === undefined ? isSignedWith(read, past) : token === past.token
  return isPast ? past : current
}

/** Whether the signature of a request is the one that these secrets give. */
export function isSignedWith({ oauth, signed }: Readable, secrets: ApiKeySecrets): boolean {
  const key = hmacKey(ownSecrets(secrets, oauth.token))
  return isHmacSignature(oauth.signatureMethod, signatureBaseString(signed), key, oauth.signature)
}

/** The mistakes that, made on purpose, give the signature that was sent. */
export function likelyMistakes(
  { raw, read }: Pick<Undiagnosed, 'raw' | 'read'>,
  secrets: ApiKeySecrets,
): readonly SigningMistake[] {
  const { oauth, signed } = read
  return diagnoseSignature({
    signed,
    signatureMethod: oauth.signatureMethod,
    signature: oauth.signature,
    secrets: ownSecrets(secrets, oauth.token),
    query: samePairs(parseFormParameters(raw.query), signed.parameters),
    form: samePairs(parseFormParameters(raw.formBody ?? ''), signed.parameters),
  })
}

/** What a request with or without a token is signed with. */
function ownSecrets({ appSecret, tokenSecret }: ApiKeySecrets, token: string | undefined) {
  return { consumerSecret: appSecret, tokenSecret: token === undefined ? '' : tokenSecret }
}

/** The very same pairs that stand in the signed list, so that they can be taken out of it. */
function samePairs(
  parsed: readonly Parameter[] | undefined,
  signed: readonly Parameter[],
): readonly Parameter[] {
  const left = [...signed]
  return (parsed ?? []).flatMap(([name, value]) => {
    const index = left.findIndex((pair) => pair[0] === name && pair[1] === value)
    return index === -1 || name.startsWith('oauth_') ? [] : left.splice(index, 1)
  })
}
