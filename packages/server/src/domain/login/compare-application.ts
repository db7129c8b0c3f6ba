import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { StoredApplication } from '#domain/applications/application.ts'
import { hasBotLogin } from '#domain/applications/end-access.ts'
import { equalInConstantTime, sha256Hex } from '#lib/digest.ts'
import type {
  BotCredentials,
  ClientReason,
  CompareClientPorts,
  ComparedClient,
} from './compared-client.ts'

/** What a bot sent, compared with an application; and whether there is one of that id. */
export type ComparedApplication = { readonly exists: boolean; readonly client: ComparedClient }

/**
 * Compares what a bot sent with the secret of an application, present and previous (contract 2 section 3.5). The work
 * is the same whether the application exists or not: one hash, and two comparisons in constant time.
 */
export async function compareApplication(
  { storage }: Pick<CompareClientPorts, 'storage'>,
  accountId: AccountId,
  { appKey, secret }: BotCredentials,
): Promise<ComparedApplication> {
  const stored = live(await storage.read.applications.find(accountId, appKey))
  const sent = sha256Hex(secret)
  const isPresent = equalInConstantTime(stored?.secret?.hash ?? nobodys, sent)
  const isPrevious = equalInConstantTime(stored?.previous?.hash ?? nobodys, sent)
  const matches = stored !== undefined && (isPresent || isPrevious)
  const client: ComparedClient = {
    method: 'application',
    matches,
    lookAgain: async (tx, { now }) => {
      const current = live(await tx.applications.find(accountId, appKey))
      const until = matches ? endOfProof(current, sent, now) : undefined
      return {
        id: current?.application.id,
        reasons: reasonsOf(current, until !== undefined),
        expiresAt: until === Infinity ? undefined : until,
        admits: (allowed) => allowed === current?.application.id || !isClientId(allowed),
      }
    },
  }
  return { exists: stored !== undefined, client }
}

/** As long as a real hash. That it matches proves nothing. */
const nobodys = '0'.repeat(64)

/**
 * Until when a secret that matched proves something now: for ever, until the end of its overlap, or not at all
 * (`undefined`), because the application was rerolled since.
 */
function endOfProof(
  current: StoredApplication | undefined,
  hash: string,
  now: number,
): number | undefined {
  if (current?.secret?.hash === hash) return Infinity
  const { previous } = current ?? {}
  return previous?.hash === hash && now < previous.until ? previous.until : undefined
}

function reasonsOf(
  current: StoredApplication | undefined,
  proven: boolean,
): readonly ClientReason[] {
  if (current === undefined) return ['unknown_key']
  const { application } = current
  return [
    ...(proven ? [] : (['wrong_secret'] as const)),
    ...(application.enabled ? [] : (['application_disabled'] as const)),
    ...(hasBotLogin(application) ? [] : (['application_without_client_credentials'] as const)),
  ]
}

/**
 * Whether `allowedAppKeys` of a user names an application: then no other may log that user in. A bot that was
 * bound to an API key, or to nothing, may be logged in by every application (contract 2 section 3.5).
 */
function isClientId(allowed: string | undefined): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(allowed ?? '')
}

function live(stored: StoredApplication | undefined): StoredApplication | undefined {
  return stored?.application.deleted === true ? undefined : stored
}
