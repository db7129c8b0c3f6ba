import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { createAccountCache } from '#domain/account-cache.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Secret } from '#lib/secret.ts'
import type { Storage } from '#storage/port.ts'
import type { Connector, StoredConnector } from './connector.ts'
import { openConnectorSecret } from './connector-secret.ts'
import { isBrandConnector } from './is-brand-connector.ts'

/** A connector ready to authenticate by. */
export type KnownConnector = {
  readonly connector: Connector
  /** The client secret, or the private key of `private_key_jwt` (PKCS#8 PEM). */
  readonly secret: Secret | undefined
}

/** Connectors of active accounts: a cache hit, or indexed reads and the opening of a seal. */
export type KnownConnectors = {
  /**
   * The live one of that id. `default`: the preferred one, else the only one that vouches for consumers (contract, our
   * decisions), else none.
   */
  find(
    accountId: AccountId,
    id: number | 'default',
  ): KnownConnector | undefined | Promise<KnownConnector | undefined>
}

export function createKnownConnectors(ports: {
  readonly storage: Pick<Storage, 'read' | 'announcements'>
  readonly dataKeys: DataKeys
}): KnownConnectors {
  const { storage, dataKeys } = ports
  const known = createAccountCache<KnownConnector>(storage.announcements, { max: 10_000 })
  const defaults = createAccountCache<Default>(storage.announcements, { max: 10_000 })
  // Apart, so that a stranger who tries ids cannot push out real connectors.
  const unknown = createAccountCache<object>(storage.announcements, { max: 2000 })

  async function read(accountId: AccountId, id: number): Promise<KnownConnector | undefined> {
    const mark = known.mark()
    const name = `${accountId} ${id}`
    const [account, stored] = await Promise.all([
      storage.read.accounts.find(accountId),
      storage.read.connectors.find(accountId, id),
    ])
    if (account?.status !== 'active' || stored === undefined || stored.connector.deleted) {
      unknown.set(name, accountId, nobody, mark)
      return undefined
    }
    const found = await open(accountId, stored)
    known.set(name, accountId, found, mark)
    return found
  }

  async function open(
    accountId: AccountId,
    { connector, sealedSecret }: StoredConnector,
  ): Promise<KnownConnector> {
    const owner = { dataKeys, accountId, id: connector.id }
    return {
      connector,
      secret: await openConnectorSecret(owner, sealedSecret),
    }
  }

  async function readDefault(accountId: AccountId): Promise<Default> {
    const mark = defaults.mark()
    const stored = await storage.read.connectors.list(accountId)
    const chosen = { id: defaultOf(stored.map(({ connector }) => connector)) }
    defaults.set(accountId, accountId, chosen, mark)
    return chosen
  }

  function findOne(accountId: AccountId, id: number) {
    const name = `${accountId} ${id}`
    const found = known.get(name)
    if (found !== undefined) return found
    return unknown.get(name) === undefined ? read(accountId, id) : undefined
  }

  return {
    find: (accountId, id) => {
      if (id !== 'default') return findOne(accountId, id)
      const chosen = defaults.get(accountId)
      const findChosen = ({ id: one }: Default) =>
        one === undefined ? undefined : findOne(accountId, one)
      return chosen === undefined ? readDefault(accountId).then(findChosen) : findChosen(chosen)
    },
  }
}

const nobody = {}

type Default = { readonly id: number | undefined }

function defaultOf(connectors: readonly Connector[]): number | undefined {
  const candidates = connectors.filter(isBrandConnector)
  const preferred = candidates.find(({ configuration }) => configuration.preferred)
  const [first, ...others] = candidates
  return (preferred ?? (others.length === 0 ? first : undefined))?.id
}
