import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ApiKeySecrets, StoredApiKey } from '#domain/api-keys/api-key.ts'
import { openSecrets, sealSecrets } from '#domain/api-keys/seal-secrets.ts'
import { equalInConstantTime } from '#lib/digest.ts'
import type { BotCredentials, CompareClientPorts, ComparedClient } from './compared-client.ts'
import { judgeKey } from './judge-bot-login.ts'

/**
 * Compares what a bot sent with the secrets of an API key, present and previous. The work is the same whether
 * the key exists or not and whatever is right: two seals, and six comparisons in constant time.
 */
export async function compareKey(
  ports: CompareClientPorts,
  accountId: AccountId,
  credentials: BotCredentials,
): Promise<ComparedClient> {
  const { appKey } = credentials
  const stored = live(await ports.storage.read.apiKeys.find(accountId, appKey))
  const sets = await openBoth(ports, accountId, appKey, stored)
  const matching = sets.filter(({ secrets }) => isSame(secrets, credentials))
  const matched = stored === undefined ? undefined : matching[0]?.sealed
  return {
    method: 'api-key',
    matches: matched !== undefined,
    lookAgain: async (tx, { address, now }) => {
      const current = live(await tx.apiKeys.find(accountId, appKey))
      const proven = matched !== undefined && stillHolds(current, matched, now)
      return {
        id: current?.key.keyId,
        reasons: judgeKey({ key: current?.key, proven, address, now }),
        expiresAt: endOf(current, matched),
      }
    },
  }
}

type SecretSet = { readonly sealed: string; readonly secrets: ApiKeySecrets }

/** Without previous secrets the present ones are opened twice; without a key, two seals are made instead. */
async function openBoth(
  { dataKeys }: CompareClientPorts,
  accountId: AccountId,
  keyId: string,
  stored: StoredApiKey | undefined,
): Promise<readonly SecretSet[]> {
  const openOrMake = async (sealed: string | undefined): Promise<SecretSet> =>
    sealed === undefined
      ? { sealed: await sealSecrets(dataKeys, accountId, keyId, nobodys), secrets: nobodys }
      : { sealed, secrets: await openSecrets(dataKeys, accountId, keyId, sealed) }
  const present = stored?.sealedSecrets
  return [await openOrMake(present), await openOrMake(stored?.previous?.sealedSecrets ?? present)]
}

/** As long as real ones. That they match proves nothing: see `matched`. */
const nobodys: ApiKeySecrets = {
  token: 'nobody'.padEnd(32, '.'),
  appSecret: 'nobody'.padEnd(64, '.'),
  tokenSecret: 'nobody'.padEnd(64, '.'),
}

/** All three of one set: secrets of before and after a reroll do not mix. Each is compared, whatever came out. */
function isSame(secrets: ApiKeySecrets, sent: BotCredentials): boolean {
  const equal = [
    equalInConstantTime(secrets.token, sent.accessToken),
    equalInConstantTime(secrets.appSecret, sent.secret),
    equalInConstantTime(secrets.tokenSecret, sent.accessTokenSecret),
  ]
  return equal.every((same) => same)
}

/** Whether secrets that matched are those of the key now: it may have been rerolled, or its overlap be over. */
function stillHolds(stored: StoredApiKey | undefined, sealed: string, now: number): boolean {
  if (stored === undefined) return false
  if (stored.sealedSecrets === sealed) return true
  return stored.previous?.sealedSecrets === sealed && now < stored.previous.until
}

/** What was opened with the secrets of before a reroll ends with them. */
function endOf(stored: StoredApiKey | undefined, sealed: string | undefined): number | undefined {
  const { expiresAt } = stored?.key ?? {}
  if (stored?.previous === undefined || stored.sealedSecrets === sealed) return expiresAt
  return Math.min(expiresAt ?? Infinity, stored.previous.until)
}

function live(stored: StoredApiKey | undefined): StoredApiKey | undefined {
  return stored?.key.deleted === true ? undefined : stored
}
