import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { scopeOfPrivilege } from '@watchword/protocol/api/api-privileges.ts'
import type { AuditActor } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { DomainError } from '#domain/errors.ts'
import { endSessionsOfKey } from '#domain/login/sessions-of-key.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { randomHex } from '#lib/random.ts'
import type { Storage, Writes } from '#storage/port.ts'
import type { ApiKey, ApiKeySecrets, StoredApiKey } from './api-key.ts'
import { auditOfEndedSessions, auditOfKey } from './key-audit.ts'
import { describeKey, mergeKey, readKeyChange, readNewKey, readReroll } from './key-values.ts'
import { sealSecrets } from './seal-secrets.ts'

/** The most keys of an account, contract 1 §3.1. */
export const mostKeys = 100

export type KeyPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

/** Who changes a key of which account. */
export type KeyAsk = {
  readonly accountId: AccountId
  readonly actor: AuditActor
  readonly requestId: string
}

/** A key and the secrets that were just made for it: the one time they are together. */
export type IssuedKey = { readonly key: ApiKey; readonly secrets: ApiKeySecrets }

/** A key as it is now, and until when the secrets of before a reroll still work. */
export type ChangedKey = { readonly key: ApiKey; readonly overlapUntil: number | undefined }

/** Given values of kickstart; what is left out is generated. */
export type GivenCredentials = Partial<ApiKeySecrets> & { readonly keyId?: string }

/** Makes a key. Its four values are long and random: 32 hex characters and more. */
export async function issueApiKey(
  ports: KeyPorts,
  ask: KeyAsk,
  body: unknown,
  given: GivenCredentials = {},
): Promise<IssuedKey> {
  const input = readNewKey(body)
  const now = ports.clock.now()
  const secrets = makeSecrets(given)
  const key = describeKey(input, { keyId: given.keyId ?? randomHex(16), token: secrets.token, now })
  await ports.storage.write(async (tx) => {
    await lockAccount(tx, ask.accountId)
    if ((await tx.apiKeys.count(ask.accountId)) >= mostKeys) {
      throw new DomainError(
        'limit_reached',
        `An account has at most ${mostKeys} API keys. Delete one that is not used.`,
      )
    }
    const { accountId } = ask
    const sealedSecrets = await sealSecrets(
      ports.dataKeys,
      accountId,
      key.keyId,
      secrets,
      tx.accounts,
    )
    const outcome = await tx.apiKeys.insert(accountId, { key, sealedSecrets, previous: undefined })
    if (outcome === 'exists') {
      throw new DomainError('name_taken', 'A key with this keyId exists or existed.', {
        fields: ['keyId: is taken'],
      })
    }
    await note(ports, tx, ask, auditOfKey('Add new', undefined, key))
  })
  return { key, secrets }
}

/** Changes what the body names; what it leaves out stays. */
export function updateApiKey(
  ports: KeyPorts,
  ask: KeyAsk,
  change: { readonly keyId: string; readonly revision: number | undefined; readonly body: unknown },
): Promise<ChangedKey> {
  const input = readKeyChange(change.body)
  return changeKey(ports, ask, change, (stored) => ({
    ...stored,
    key: mergeKey(stored.key, input),
  }))
}

/** Ends a key for good. Its row stays, without secrets, so that its id is never used again. */
export async function deleteApiKey(
  ports: KeyPorts,
  ask: KeyAsk,
  { keyId, revision }: { readonly keyId: string; readonly revision: number | undefined },
): Promise<void> {
  await changeKey(ports, ask, { keyId, revision }, (stored) => ({
    key: { ...stored.key, deleted: true, enabled: false },
    sealedSecrets: '',
    previous: undefined,
  }))
}

/** Makes new secrets. The old ones work on for `overlapMinutes`, so that a fleet can change over. */
export async function rerollApiKey(
  ports: KeyPorts,
  ask: KeyAsk,
  change: {
    readonly keyId: string
    readonly revision: number | undefined
    readonly body: unknown
  },
): Promise<IssuedKey & ChangedKey> {
  const { overlapMinutes } = readReroll(change.body)
  const secrets = makeSecrets({})
  const sealedSecrets = await sealSecrets(ports.dataKeys, ask.accountId, change.keyId, secrets)
  const until = ports.clock.now() + overlapMinutes * 60_000
  const changed = await changeKey(ports, ask, change, (stored) => ({
    key: { ...stored.key, token: secrets.token },
    sealedSecrets,
    previous: { sealedSecrets: stored.sealedSecrets, until },
  }))
  return { ...changed, secrets }
}

/** What an OAuth 2.0 application would need to do the same as a key. */
export function scopesOf(key: Pick<ApiKey, 'privileges'>): readonly string[] {
  return [...new Set(key.privileges.map(scopeOfPrivilege))].sort()
}

async function changeKey(
  ports: KeyPorts,
  ask: KeyAsk,
  { keyId, revision }: { readonly keyId: string; readonly revision: number | undefined },
  change: (stored: StoredApiKey) => StoredApiKey,
): Promise<ChangedKey> {
  const now = ports.clock.now()
  return ports.storage.write(async (tx) => {
    await lockAccount(tx, ask.accountId)
    const before = await tx.apiKeys.find(ask.accountId, keyId)
    if (before === undefined || before.key.deleted) throw noSuchKey()
    if (revision !== undefined && revision !== before.key.revision) {
      throw new DomainError(
        'stale_revision',
        `The key is at revision ${before.key.revision}. Read it again, then change it.`,
      )
    }
    const changed = change(before)
    const key = { ...changed.key, updatedAt: now, revision: before.key.revision + 1 }
    // Secrets that work no more are not kept.
    const previous = changed.previous && changed.previous.until > now ? changed.previous : undefined
    const after = { ...changed, key, previous }
    await tx.apiKeys.update(ask.accountId, after)
    const ended = await endSessionsOfKey(tx, ask.accountId, before, after)
    const action = key.deleted ? 'Delete' : 'Edit'
    await note(ports, tx, ask, [
      ...auditOfKey(action, before.key, key, previous?.until),
      ...auditOfEndedSessions(key, ended),
    ])
    return { key, overlapUntil: previous?.until }
  })
}

/** The answer to a key of nobody, of another account, or one that was deleted. */
export function noSuchKey(): DomainError {
  return new DomainError('not_found', 'There is no such API key.')
}

async function lockAccount(tx: Writes, accountId: AccountId): Promise<void> {
  if ((await tx.accounts.lock(accountId)) === undefined) {
    throw new DomainError('not_found', 'There is no such account, or it is not yours.')
  }
}

async function note(
  ports: KeyPorts,
  tx: Writes,
  { accountId, actor, requestId }: KeyAsk,
  changes: ReturnType<typeof auditOfKey>,
): Promise<void> {
  const at = ports.clock.now()
  const entries = changes.map((change) => ({ ...change, at, actor, requestId, automatic: false }))
  await recordAudit({ dataKeys: ports.dataKeys, tx }, accountId, entries)
}

function makeSecrets(given: Partial<ApiKeySecrets>): ApiKeySecrets {
  return {
    token: given.token ?? randomHex(16),
    appSecret: given.appSecret ?? randomHex(32),
    tokenSecret: given.tokenSecret ?? randomHex(32),
  }
}
