import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  mergeAttributes,
  type UnverifiedAttribute,
} from '@watchword/protocol/consumers/unverified-attributes.ts'
import { readUnverifiedSdes } from '@watchword/protocol/consumers/unverified-sdes.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { type SealingKey, seal, unseal } from '#lib/sealed.ts'
import type { Writes } from '#storage/port.ts'
import { consumerSealContext } from './consumer.ts'

export type ConsumerAttributePorts = {
  readonly storage: {
    write<T>(job: (tx: Pick<Writes, 'consumers'>) => Promise<T>): Promise<T>
  }
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

/** Whose attributes they are, and the key that they are sealed with. */
export type AttributesOf = {
  readonly key: SealingKey
  readonly accountId: AccountId
  readonly id: string
}

/**
 * Keeps what a consumer's page says of them, apart from what is vouched for: in place of all that it said before, or
 * added to it (contract 3 section 7.4). Answers what is kept then.
 */
export async function changeAttributes(
  { storage, dataKeys, clock }: ConsumerAttributePorts,
  { accountId, consumerId: id }: { readonly accountId: AccountId; readonly consumerId: string },
  { body, how }: { readonly body: unknown; readonly how: 'replace' | 'add' },
): Promise<readonly UnverifiedAttribute[]> {
  const reading = readUnverifiedSdes(body)
  if (!reading.ok) throw notValid(reading.faults.map(({ path, reason }) => `${path}: ${reason}`))
  const at = clock.now()
  const sent = reading.sdes.map((sde) => ({ sde, at }))
  const of = { key: await dataKeys.derive(accountId, 'consumer-data'), accountId, id }
  return storage.write(async (tx) => {
    const stored = await tx.consumers.lock(accountId, id)
    if (stored === undefined) throw new DomainError('not_found', 'There is no such consumer.')
    const kept = how === 'add' ? openAttributes(of, stored.sealedAttributes) : []
    const merged = mergeAttributes(kept, sent)
    if (merged === undefined) {
      throw notValid(['attributes: must have at most 32768 characters together'])
    }
    await tx.consumers.setAttributes(accountId, id, sealAttributes(of, merged))
    return merged
  })
}

/** `undefined`: there is nothing to be kept. */
export function sealAttributes(
  { key, accountId, id }: AttributesOf,
  attributes: readonly UnverifiedAttribute[],
): string | undefined {
  if (attributes.length === 0) return undefined
  const written = Buffer.from(JSON.stringify(attributes))
  return seal(key, written, consumerSealContext(accountId, id, 'attributes'))
}

/** Opens what `sealAttributes` made. */
export function openAttributes(
  { key, accountId, id }: AttributesOf,
  sealed: string | undefined,
): readonly UnverifiedAttribute[] {
  if (sealed === undefined) return []
  const opened = unseal(key, sealed, consumerSealContext(accountId, id, 'attributes'))
  if (opened === undefined) throw new Error('The attributes of a consumer do not open.')
  return JSON.parse(opened.toString('utf8')) as readonly UnverifiedAttribute[]
}

function notValid(fields: readonly string[]): DomainError {
  return new DomainError('validation_failed', 'The attributes are not valid; "fields" says why.', {
    fields,
  })
}
