import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { Client } from '#domain/applications/client.ts'
import type { AuditEntry } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import type { Origin } from '#domain/caller.ts'
import { strangerActor } from '#domain/login/login-audit.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import { addressKey } from '#lib/address-key.ts'
import type { Clock } from '#lib/clock.ts'
import { createRateLimiter } from '#lib/rate-limiter.ts'
import type { Storage } from '#storage/port.ts'

/**
 * Clients that fail to say who they are: slowed by client and address, and audited within bounds. It counts in the
 * memory of one process: a secret has 160 bits, so the limit is there against floods, not against guessing.
 */
export type ClientFailures = {
  /** Refuses whoever failed too often of late, before a secret is looked at. */
  admit(attempt: ClientAttempt): void
  /**
   * Counts a failure, audits it if it is about a client that exists, and answers what is to be thrown. `reason` is
   * for the audit trail and the log alone.
   */
  refuse(attempt: ClientAttempt, client: Client | undefined, reason: string): Promise<OAuth2Error>
  /** Audits that a client which is known was not given a token in its own name. */
  note(client: Client, reason: string, origin: Origin): Promise<void>
}

export type ClientAttempt = {
  readonly accountId: AccountId
  readonly clientId: string
  readonly origin: Origin
}

/** Component code of installed applications; the reference has none (contract 1 section 6). */
const applicationObjectType = 'ACApplicationObject'

const failuresPerMinute = 30

/** Of one client; what exceeds them is refused all the same, and told by the next that is audited. */
const auditedPerMinute = 6

export function createClientFailures({
  storage,
  dataKeys,
  clock,
}: {
  readonly storage: Pick<Storage, 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}): ClientFailures {
  const failures = createRateLimiter({ perMinute: failuresPerMinute })
  const audits = createRateLimiter({ perMinute: auditedPerMinute, max: 10_000 })

  async function note(client: Client, reason: string, origin: Origin): Promise<void> {
    const { accountId, id } = client
    if (!audits.take(`${accountId} ${id}`, clock.now()).allowed) return
    await storage.write(async (tx) => {
      if ((await tx.accounts.find(accountId)) === undefined) return
      const entry = refusalEntry(client, reason, origin, clock.now())
      await recordAudit({ dataKeys, tx }, accountId, [entry])
    })
  }

  return {
    note,

    admit: (attempt) => {
      const { allowed, retryAfterSeconds } = failures.peek(keyOf(attempt), clock.now())
      if (allowed) return
      throw new OAuth2Error(
        'temporarily_unavailable',
        `This client failed too often from this address. Try again in ${retryAfterSeconds} s.`,
        { retryAfterSeconds },
      )
    },

    refuse: async (attempt, client, reason) => {
      failures.take(keyOf(attempt), clock.now())
      // Of a client that does not exist nothing is kept: a stranger must not fill the trail.
      if (client !== undefined) await note(client, reason, attempt.origin)
      return new OAuth2Error(
        'invalid_client',
        'The client is unknown, or it did not prove who it is.',
        { cause: reason },
      )
    },
  }
}

function keyOf({ accountId, clientId, origin }: ClientAttempt): string {
  return `${accountId} ${clientId.slice(0, 64)} ${addressKey(origin.address)}`
}

function refusalEntry(client: Client, reason: string, origin: Origin, at: number): AuditEntry {
  return {
    at,
    action: 'Refused',
    objectType: applicationObjectType,
    objectId: client.id,
    objectName: client.name,
    element: 'token',
    oldValue: '',
    newValue: reason,
    actor: strangerActor(origin),
    requestId: origin.requestId,
    automatic: false,
  }
}
