import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { hmacKey } from '@watchword/protocol/oauth1/hmac.ts'
import { createAccountCache } from '#domain/account-cache.ts'
import type { ApiKeyCaller } from '#domain/caller.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import { type IpRange, parseIpRange } from '#lib/ip-range.ts'
import type { Storage } from '#storage/port.ts'
import type { ApiKey, ApiKeySecrets, StoredApiKey } from './api-key.ts'
import { openSecrets } from './seal-secrets.ts'

/** A key ready to verify with: secrets opened, HMAC keys made, ranges parsed. */
export type KnownKey = {
  readonly keyId: string
  readonly enabled: boolean
  readonly expiresAt: number | undefined
  readonly ipRanges: readonly IpRange[]
  readonly callsPerMinute: number | undefined
  readonly current: KnownSecrets
  readonly previous: { readonly secrets: KnownSecrets; readonly until: number } | undefined
}

export type KnownSecrets = {
  readonly token: string
  readonly threeLegged: Signer
  readonly twoLegged: Signer
}

/** What signs, and who that is. */
export type Signer = { readonly hmacKey: string; readonly caller: ApiKeyCaller }

/** Keys by account and App key: a cache hit, or one indexed read and the opening of a seal. */
export type KnownKeys = {
  find(accountId: AccountId, keyId: string): KnownKey | undefined | Promise<KnownKey | undefined>
}

export function createKnownKeys(ports: {
  readonly storage: Pick<Storage, 'read' | 'announcements'>
  readonly dataKeys: DataKeys
}): KnownKeys {
  const { storage, dataKeys } = ports
  const known = createAccountCache<KnownKey>(storage.announcements, { max: 10_000 })
  // Apart, so that a stranger who tries ids cannot push out real keys; and kept, so that the second try of
  // an id that does not exist takes as long as that of one that does.
  const unknown = createAccountCache<object>(storage.announcements, { max: 2000 })

  async function read(accountId: AccountId, keyId: string): Promise<KnownKey | undefined> {
    const mark = known.mark()
    const [account, stored] = await Promise.all([
      storage.read.accounts.find(accountId),
      storage.read.apiKeys.find(accountId, keyId),
    ])
    if (account?.status !== 'active' || stored === undefined || stored.key.deleted) {
      unknown.set(`${accountId} ${keyId}`, accountId, nobody, mark)
      return undefined
    }
    const key = await open(dataKeys, accountId, stored)
    known.set(`${accountId} ${keyId}`, accountId, key, mark)
    return key
  }

  return {
    find: (accountId, keyId) => {
      const name = `${accountId} ${keyId}`
      const key = known.get(name)
      if (key !== undefined) return key
      return unknown.get(name) === undefined ? read(accountId, keyId) : undefined
    },
  }
}

const nobody = {}

async function open(
  dataKeys: DataKeys,
  accountId: AccountId,
  { key, sealedSecrets, previous }: StoredApiKey,
): Promise<KnownKey> {
  const secretsOf = async (sealed: string, by: Pick<ApiKeyCaller, 'byPreviousSecrets'> = {}) => {
    const secrets = await openSecrets(dataKeys, accountId, key.keyId, sealed)
    return describeSecrets(secrets, (legs) => ({ ...describeCaller(accountId, key, legs), ...by }))
  }
  return {
    keyId: key.keyId,
    enabled: key.enabled,
    expiresAt: key.expiresAt,
    ipRanges: key.ipRanges.flatMap((text) => parseIpRange(text) ?? []),
    callsPerMinute: key.callsPerMinute,
    current: await secretsOf(sealedSecrets),
    previous: previous && {
      secrets: await secretsOf(previous.sealedSecrets, { byPreviousSecrets: true }),
      until: previous.until,
    },
  }
}

function describeSecrets(
  { token, appSecret, tokenSecret }: ApiKeySecrets,
  callerOf: (legs: 2 | 3) => ApiKeyCaller,
): KnownSecrets {
  const signer = (legs: 2 | 3, secret: string): Signer => ({
    hmacKey: hmacKey({ consumerSecret: appSecret, tokenSecret: secret }),
    caller: callerOf(legs),
  })
  return { token, threeLegged: signer(3, tokenSecret), twoLegged: signer(2, '') }
}

function describeCaller(accountId: AccountId, key: ApiKey, legs: 2 | 3): ApiKeyCaller {
  return {
    kind: 'api-key',
    accountId,
    keyId: key.keyId,
    appName: key.appName,
    legs,
    privileges: new Set(key.privileges.map(({ data, type }) => `${data}:${type}`)),
  }
}
