import { parseRerollBody } from '@watchword/protocol/api/api-key.ts'
import { fieldsOf } from '@watchword/protocol/api/error-envelope.ts'
import { DomainError } from '#domain/errors.ts'
import { lineOf } from './application-audit.ts'
import { keepSecret, makeSecret } from './application-secret.ts'
import {
  type ApplicationAsk,
  type ApplicationPorts,
  type ApplicationTarget,
  changeApplication,
} from './change-application.ts'
import type { Installed } from './install-application.ts'

/**
 * Makes a new secret. The old one works on for `overlapMinutes`, so that a fleet can change over; the one before
 * that ends now.
 */
export async function rerollSecret(
  ports: ApplicationPorts,
  ask: ApplicationAsk,
  target: ApplicationTarget & { readonly body: unknown },
): Promise<Installed> {
  const overlapMinutes = readOverlap(target.body)
  const secret = makeSecret()
  const until = ports.clock.now() + overlapMinutes * 60_000
  const changed = await changeApplication(ports, ask, target, async (before, tx) => {
    const { application } = before
    const { dataKeys } = ports
    const owner = { dataKeys, accountId: ask.accountId, id: target.id, accounts: tx.accounts }
    return {
      stored: {
        application,
        secret: await keepSecret(owner, secret, application.secretReadable),
        previous:
          before.secret === undefined || overlapMinutes === 0
            ? undefined
            : { ...before.secret, until },
      },
      lines: [lineOf(application, 'Edit', 'client_secret', '', describe(overlapMinutes, until))],
    }
  })
  return { ...changed, secret }
}

function describe(overlapMinutes: number, until: number): string {
  return overlapMinutes === 0
    ? 'made new; the old one ended'
    : `made new; the old one ends ${new Date(until).toISOString()}`
}

function readOverlap(body: unknown): number {
  const read = parseRerollBody(body)
  if (read.ok) return read.value.overlapMinutes
  throw new DomainError('validation_failed', 'The body is not valid; "fields" names every fault.', {
    fields: fieldsOf(read.faults),
  })
}
