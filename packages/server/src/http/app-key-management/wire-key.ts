import { formatConfigDate } from '@watchword/protocol/api/account-config-date.ts'
import type { ApiKeyObject } from '@watchword/protocol/api/api-key.ts'
import type { ShownKey } from '#domain/api-keys/read-keys.ts'

/** A key on the wire, contract 1 §3.2. Its secrets are there only if they were given to be shown. */
export function wireKey({ key, secrets, overlapUntil }: ShownKey): ApiKeyObject {
  return {
    keyId: key.keyId,
    ...(secrets === undefined
      ? {}
      : { appSecret: secrets.appSecret, token: secrets.token, tokenSecret: secrets.tokenSecret }),
    appName: key.appName,
    appDescription: key.appDescription,
    developerID: key.developerId,
    purpose: key.purpose,
    privileges: [...key.privileges],
    enabled: key.enabled,
    keyType: key.keyType,
    creationTime: wireDate(key.createdAt),
    ipRanges: [...key.ipRanges],
    expirationTime: key.expiresAt === undefined ? null : wireDate(key.expiresAt),
    callsPerMinute: key.callsPerMinute ?? null,
    rerollOverlapUntil: overlapUntil === undefined ? null : wireDate(overlapUntil),
    revision: key.revision,
  }
}

function wireDate(at: number): string {
  return formatConfigDate(new Date(at))
}
