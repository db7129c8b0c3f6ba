import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { serviceNames } from '@watchword/protocol/api/service-names.ts'
import { createAccountCache } from '#domain/account-cache.ts'
import type { DirectoryEntry, Storage } from '#storage/port.ts'

/** Where a service of an account is reached: exactly these members (contract 4, row 2). */
export type ServiceEntry = {
  readonly service: string
  readonly account: string
  /** `host` or `host:port`, without a scheme. */
  readonly baseURI: string
}

/** By service, the host it is reached at. Accounts that share all their hosts share one of these. */
export type ServiceHosts = ReadonlyMap<string, string>

/** Where each service of each account is reached. */
export type Directory = {
  /**
   * Every service that is listed for the account, each name once; `undefined`: no such account.
   * A suspended account is listed as before: the directory says where to knock, not who is let in, and
   * the login that follows tells a suspended account's users what is the matter.
   */
  entriesOf(accountId: AccountId): Promise<readonly ServiceEntry[] | undefined>
  /** The same, from memory if it is there: then there is nothing to wait for. */
  directoryOf(
    accountId: AccountId,
  ): AccountDirectory | undefined | Promise<AccountDirectory | undefined>
}

/** One account's directory as it is now; another object once it has changed. */
export type AccountDirectory = {
  readonly accountId: AccountId
  /** By service, in the order in which they are listed. */
  readonly hosts: ServiceHosts
}

/** How many accounts are remembered: those that were asked for last. */
const maxAccounts = 10_000

/**
 * The directory, contract 1 section 1. Each service is at our own host (`publicHost`, from configuration
 * and never from a request) unless the account's zone, or before it the account, says otherwise.
 * Unknown accounts are not remembered: a stranger could fill the memory with them.
 */
export function createDirectory({
  storage,
  publicHost,
}: {
  readonly storage: Pick<Storage, 'read' | 'announcements'>
  readonly publicHost: string
}): Directory {
  const known = createAccountCache<AccountDirectory>(storage.announcements, { max: maxAccounts })
  const share = createSharer()

  async function find(accountId: AccountId): Promise<AccountDirectory | undefined> {
    const mark = known.mark()
    const account = await storage.read.accounts.find(accountId)
    if (account === undefined) return undefined
    const [ofZone, ofAccount] = await Promise.all([
      storage.read.directory.list('zone', account.zone),
      storage.read.directory.list('account', accountId),
    ])
    const found = { accountId, hosts: share(resolveHosts(publicHost, [...ofZone, ...ofAccount])) }
    known.set(accountId, accountId, found, mark)
    return found
  }

  const directoryOf = (accountId: AccountId) => known.get(accountId) ?? find(accountId)
  return {
    directoryOf,
    entriesOf: async (accountId) => {
      const found = await directoryOf(accountId)
      return found === undefined ? undefined : entriesIn(found)
    },
  }
}

/** The entries of one account's directory. */
export function entriesIn({ accountId, hosts }: AccountDirectory): readonly ServiceEntry[] {
  return [...hosts].map(([service, baseURI]) => ({ service, account: accountId, baseURI }))
}

/** Later entries win over earlier ones. */
function resolveHosts(publicHost: string, overrides: readonly DirectoryEntry[]): ServiceHosts {
  const hosts = new Map<string, string>(serviceNames.map((service) => [service, publicHost]))
  for (const { service, host, hidden } of overrides) {
    if (hidden) hosts.delete(service)
    else hosts.set(service, host ?? publicHost)
  }
  return hosts
}

/** Answers an equal map that was seen before: most accounts have the same hosts, which are then kept once. */
function createSharer(): (hosts: ServiceHosts) => ServiceHosts {
  const seen = new Map<string, WeakRef<ServiceHosts>>()
  return (hosts) => {
    const key = JSON.stringify([...hosts])
    const earlier = seen.get(key)?.deref()
    if (earlier !== undefined) return earlier
    if (seen.size >= 1000) seen.clear()
    seen.set(key, new WeakRef(hosts))
    return hosts
  }
}
