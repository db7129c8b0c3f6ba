import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { actorOf, type Caller, type Origin } from '#domain/caller.ts'
import type { ApiKey, ApiKeySecrets, StoredApiKey } from './api-key.ts'
import { mayReadSecrets, requireKeyReader } from './key-rights.ts'
import { type KeyPorts, noSuchKey } from './manage-keys.ts'
import { openSecrets } from './seal-secrets.ts'

/** A key as a caller may see it. */
export type ShownKey = {
  readonly key: ApiKey
  /** Only for whoever may be told. */
  readonly secrets: ApiKeySecrets | undefined
  /** Until when the secrets of before the last reroll still work. */
  readonly overlapUntil: number | undefined
}

type Asking = { readonly caller: Caller; readonly origin: Origin }

/**
 * The keys of the caller's account, oldest first. Who needs no secrets asks without: none is told, so none is audited.
 */
export async function listApiKeys(
  ports: KeyPorts,
  asking: Asking,
  { withSecrets }: { readonly withSecrets: boolean },
): Promise<readonly ShownKey[]> {
  requireKeyReader(asking.caller)
  const stored = await ports.storage.read.apiKeys.list(asking.caller.accountId)
  return show(ports, asking, { stored, withSecrets })
}

/**
 * One key; `unchanged` if the caller has that revision already. Then nothing is told, so nothing is audited.
 */
export async function readApiKey(
  ports: KeyPorts,
  asking: Asking,
  ask: {
    readonly keyId: string
    readonly isKnown: (revision: number) => boolean
    readonly withSecrets: boolean
  },
): Promise<{ readonly shown: ShownKey | undefined; readonly revision: number }> {
  const { caller } = asking
  requireKeyReader(caller)
  const stored = await ports.storage.read.apiKeys.find(caller.accountId, ask.keyId)
  if (stored === undefined || stored.key.deleted) throw noSuchKey()
  const { revision } = stored.key
  if (ask.isKnown(revision)) return { shown: undefined, revision }
  const [shown] = await show(ports, asking, { ...ask, stored: [stored] })
  return { shown, revision }
}

/** What may be shown of keys. An administrator's reading of secrets is in the audit trail before it happens. */
async function show(
  ports: KeyPorts,
  asking: Asking,
  {
    stored,
    withSecrets,
  }: { readonly stored: readonly StoredApiKey[]; readonly withSecrets: boolean },
): Promise<readonly ShownKey[]> {
  const { caller } = asking
  const now = ports.clock.now()
  if (withSecrets && mayReadSecrets(caller)) await noteReading(ports, asking, stored)
  return Promise.all(
    stored.map(async ({ key, sealedSecrets, previous }) => ({
      key,
      secrets:
        withSecrets && maySee(caller, key)
          ? await openSecrets(ports.dataKeys, caller.accountId, key.keyId, sealedSecrets)
          : undefined,
      overlapUntil: previous !== undefined && previous.until > now ? previous.until : undefined,
    })),
  )
}

/**
 * A key sees its own secrets; but one that signs with those of before a reroll is not told the new ones, or
 * whoever stole the old ones would have these as well.
 */
function maySee(caller: Caller, { keyId }: ApiKey): boolean {
  if (caller.kind !== 'api-key') return mayReadSecrets(caller)
  return caller.keyId === keyId && caller.byPreviousSecrets !== true
}

/** One line for one reading, however many keys it shows. */
async function noteReading(
  ports: KeyPorts,
  { caller, origin }: Asking,
  stored: readonly StoredApiKey[],
): Promise<void> {
  const [first] = stored
  if (first === undefined) return
  const accountId: AccountId = caller.accountId
  const alone = stored.length === 1
  const entry = {
    at: ports.clock.now(),
    action: 'Other' as const,
    objectType: 'ACApiKeyObject',
    objectId: alone ? first.key.keyId : 'N/A',
    objectName: alone ? first.key.appName : `${stored.length} keys`,
    element: 'secrets',
    oldValue: '',
    newValue: `shown: ${stored.map(({ key }) => key.keyId).join(', ')}`,
    actor: actorOf(caller, origin),
    requestId: origin.requestId,
    automatic: false,
  }
  await ports.storage.write((tx) =>
    recordAudit({ dataKeys: ports.dataKeys, tx }, accountId, [entry]),
  )
}
