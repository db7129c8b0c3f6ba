import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { NamedPerson } from '@watchword/protocol/api/consumer-person.ts'
import { anonymousIssuer } from '@watchword/protocol/consumers/anonymous-token.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import { isBrandConnector } from '#domain/connectors/is-brand-connector.ts'
import { DomainError } from '#domain/errors.ts'
import type { SealingKey } from '#lib/sealed.ts'
import type { Reads } from '#storage/port.ts'
import type { StoredConsumer } from './consumer.ts'
import type { ConsumerNames } from './consumer-names.ts'
import { type ConsumerProfile, unsealProfile } from './consumer-profile.ts'

export type FindPersonPorts = {
  readonly storage: {
    readonly read: Pick<Reads, 'accounts' | 'consumers' | 'consumerLinks' | 'connectors'>
  }
  readonly names: ConsumerNames
  readonly publicOrigin: string
}

/** By what somebody is known to an issuer. */
export type IssuedName = Pick<ConsumerProfile, 'issuer' | 'subject'>

/** Where the search for somebody begins: ids, and the names that were given for them. */
export type PersonRoots = {
  readonly ids: readonly string[]
  readonly names: readonly IssuedName[]
}

/** Somebody, under every id that is linked to theirs. */
export type Person = {
  readonly ids: readonly string[]
  readonly stored: readonly StoredConsumer[]
  readonly names: readonly IssuedName[]
}

const mostLinks = 1000

/** The ids that a name may mean. A `sub` that several issuers know is refused: one has to be named. */
export async function rootsOf(
  ports: FindPersonPorts,
  accountId: AccountId,
  named: NamedPerson,
): Promise<PersonRoots> {
  if ('consumerId' in named) return { ids: [named.consumerId], names: [] }
  const { names, publicOrigin } = ports
  if ('extConsumerId' in named) {
    const { extConsumerId } = named
    const own = await names.idOf(accountId, { kind: 'ext', extConsumerId })
    const linked = await brandOf(ports, accountId, extConsumerId)
    return { ids: [own, ...linked.ids], names: linked.names }
  }
  const { issuer: given, subject } = named
  const ours = anonymousIssuer(publicOrigin, accountId)
  const idOf = (issuer: string) =>
    names.idOf(accountId, { kind: issuer === ours ? 'anon' : 'brand', issuer, subject })
  if (given !== undefined) {
    return { ids: [await idOf(given)], names: [{ issuer: given, subject }] }
  }
  const issuers = [...new Set([...(await issuersOf(ports, accountId)), ours])]
  const known: { readonly id: string; readonly name: IssuedName }[] = []
  for (const issuer of issuers) {
    const id = await idOf(issuer)
    if (await isThere(ports.storage.read, accountId, id)) {
      known.push({ id, name: { issuer, subject } })
    }
  }
  if (known.length > 1) {
    throw new DomainError('bad_request', 'Several issuers know that sub: name one, as "issuer".')
  }
  return { ids: known.map(({ id }) => id), names: known.map(({ name }) => name) }
}

/** Everybody who is linked to somebody, now, with what their profiles call them. */
export async function gatherPerson(
  read: Pick<Reads, 'consumers' | 'consumerLinks'>,
  { key, accountId }: { readonly key: SealingKey; readonly accountId: AccountId },
  roots: PersonRoots,
): Promise<Person> {
  const ids = new Set(roots.ids)
  const stored: StoredConsumer[] = []
  const names: IssuedName[] = [...roots.names]
  // The set grows while it is gone through.
  for (const id of ids) {
    const consumer = await read.consumers.find(accountId, id)
    if (consumer !== undefined) stored.push(consumer)
    if (consumer?.sealedProfile !== undefined) {
      names.push(unsealProfile(key, { accountId, id }, consumer.sealedProfile))
    }
    for (const link of await read.consumerLinks.list(accountId, id, mostLinks)) {
      if (link.unlinkedAt === undefined) ids.add(link.fromId).add(link.toId)
    }
  }
  return { ids: [...ids], stored, names: names.map(({ issuer, subject }) => ({ issuer, subject })) }
}

/** Whom an application's name means besides, by the account's linking rule. */
async function brandOf(
  { storage, names }: FindPersonPorts,
  accountId: AccountId,
  subject: string,
): Promise<PersonRoots> {
  const account = await storage.read.accounts.find(accountId)
  const issuer = account && resolveSettings(account.settings).consumers.extIssuer
  if (!issuer) return { ids: [], names: [] }
  const id = await names.idOf(accountId, { kind: 'brand', issuer, subject })
  return { ids: [id], names: [{ issuer, subject }] }
}

/** Of the connectors that there are. */
async function issuersOf(
  { storage }: FindPersonPorts,
  accountId: AccountId,
): Promise<readonly string[]> {
  const connectors = await storage.read.connectors.list(accountId)
  return connectors
    .filter(({ connector }) => isBrandConnector(connector))
    .flatMap(({ connector }) => connector.configuration.issuer ?? [])
}

async function isThere(
  read: Pick<Reads, 'consumers' | 'consumerLinks'>,
  accountId: AccountId,
  id: string,
): Promise<boolean> {
  if ((await read.consumers.find(accountId, id)) !== undefined) return true
  return (await read.consumerLinks.list(accountId, id, 1)).length > 0
}
