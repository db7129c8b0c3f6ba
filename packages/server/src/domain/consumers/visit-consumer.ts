import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { anonymousRefreshSeconds } from '@watchword/protocol/consumers/anonymous-token.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Reads, Writes } from '#storage/port.ts'
import type { ConsumerKind, ConsumerVisit, StoredConsumer } from './consumer.ts'
import type { ConsumerNames } from './consumer-names.ts'
import { type ConsumerProfile, sealProfile, writeProfile } from './consumer-profile.ts'
import { IdpRefusal } from './idp-refusal.ts'
import { endedLogin } from './login-end.ts'

export type VisitPorts = {
  readonly storage: {
    readonly read: Pick<Reads, 'consumers'>
    write<T>(job: (tx: Pick<Writes, 'consumers' | 'consumerRevocations'>) => Promise<T>): Promise<T>
  }
  readonly dataKeys: DataKeys
  readonly names: ConsumerNames
  readonly clock: Clock
}

/** Somebody who came in. */
export type Visitor = {
  readonly accountId: AccountId
  readonly id: string
  readonly kind: ConsumerKind
  readonly profile: ConsumerProfile
  /** `iat` of what vouches for them, milliseconds since 1970; 0: nobody does. */
  readonly vouchedAt: number
}

/** For how long it is not noted again that the same person came with the same token. */
const notedMs = 60_000
/** Anonymous consumers are forgotten some days after their identity can be renewed no more. */
const anonymousKeptMs = (anonymousRefreshSeconds + 7 * 24 * 3600) * 1000

/** Notes that somebody came in, with what is known of them now; nothing is written if all that is noted already. */
export async function visitConsumer(
  ports: VisitPorts,
  visitor: Visitor,
): Promise<{ readonly created: boolean; readonly consumer: StoredConsumer }> {
  const { storage, names, clock } = ports
  const { accountId, id } = visitor
  const now = clock.now()
  const written = writeProfile(visitor.profile)
  const profileHash = await names.profileHash(accountId, written)
  const known = await storage.read.consumers.find(accountId, id)
  if (known !== undefined && isNoted(known, visitor, profileHash, now)) {
    return { created: false, consumer: known }
  }
  const visit: ConsumerVisit = {
    id,
    kind: visitor.kind,
    at: now,
    vouchedAt: visitor.vouchedAt,
    profileHash,
    sealedProfile:
      known?.profileHash === profileHash && known.sealedProfile !== undefined
        ? known.sealedProfile
        : await sealProfile(ports.dataKeys, { accountId, id }, written),
    expiresAt: visitor.kind === 'anon' ? now + anonymousKeptMs : undefined,
  }
  const visited = await storage.write(async (tx) => {
    if (known === undefined && (await isEnded(tx, visitor))) return undefined
    return tx.consumers.visit(accountId, visit)
  })
  if (visited === undefined) {
    throw new IdpRefusal(endedLogin, { reason: endedLogin.message, advice: endedLogin.advice })
  }
  // Whoever was only ever logged out was never here.
  const isNew = known !== undefined && known.sealedProfile === undefined
  return { ...visited, created: visited.created || isNew }
}

/** Whether somebody of whom nothing is kept was logged out, or erased, after their token was issued. */
async function isEnded(
  tx: Pick<Writes, 'consumerRevocations'>,
  { accountId, id, vouchedAt }: Visitor,
): Promise<boolean> {
  if (vouchedAt === 0) return false
  const end = await tx.consumerRevocations.latest(accountId, [`consumer:${id}`])
  return end !== undefined && vouchedAt <= end
}

function isNoted(
  known: StoredConsumer,
  { vouchedAt }: Visitor,
  profileHash: string,
  now: number,
): boolean {
  return (
    known.profileHash === profileHash &&
    known.vouchedAt === vouchedAt &&
    now - known.lastSeenAt < notedMs
  )
}
