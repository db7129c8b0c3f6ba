import { timingSafeEqual } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { createAccountCache } from '#domain/account-cache.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { Storage } from '#storage/port.ts'
import type { StoredApplication } from './application.ts'
import type { Client, Clients } from './client.ts'
import { consoleClientId } from './console-client.ts'
import { describeClient } from './describe-client.ts'

type Known = {
  readonly client: Client
  /** `undefined`: a client without a secret, which none matches. */
  readonly secretHash: Buffer | undefined
  readonly previous: { readonly secretHash: Buffer; readonly until: number } | undefined
}

/**
 * Clients by account and id: a cache hit, or two indexed reads. The console is a client of every active account, unless
 * `console` is left out.
 */
export function createClients(ports: {
  readonly storage: Pick<Storage, 'read' | 'announcements'>
  readonly clock: Clock
  readonly console?: ((accountId: AccountId) => Client) | undefined
}): Clients {
  const { storage, clock } = ports
  const known = createAccountCache<Known>(storage.announcements, { max: 10_000 })
  // Apart, so that a stranger who tries ids cannot push out real ones; and kept, so that the second try of an id
  // that does not exist costs what that of one that does costs.
  const unknown = createAccountCache<object>(storage.announcements, { max: 2000 })

  async function read(accountId: AccountId, clientId: string): Promise<Known | undefined> {
    const mark = known.mark()
    const [account, described] = await Promise.all([
      storage.read.accounts.find(accountId),
      describe(accountId, clientId),
    ])
    const found = account?.status === 'active' ? described : undefined
    const name = `${accountId} ${clientId}`
    if (found === undefined) unknown.set(name, accountId, nobody, mark)
    else known.set(name, accountId, found, mark)
    return found
  }

  async function describe(accountId: AccountId, clientId: string): Promise<Known | undefined> {
    if (clientId !== consoleClientId) {
      return knownOf(accountId, await storage.read.applications.find(accountId, clientId))
    }
    const client = ports.console?.(accountId)
    return client && { client, secretHash: undefined, previous: undefined }
  }

  function look(accountId: AccountId, clientId: string) {
    // No id of ours is longer: a stranger's must not fill the cache's memory.
    if (clientId.length > longestId) return undefined
    const name = `${accountId} ${clientId}`
    const found = known.get(name)
    if (found !== undefined) return found
    return unknown.get(name) === undefined ? read(accountId, clientId) : undefined
  }

  return {
    find: (accountId, clientId) => {
      const found = look(accountId, clientId)
      if (found instanceof Promise) return found.then((one) => one?.client)
      return found?.client
    },

    secretMatches: (accountId, clientId, secret) => {
      const hash = Buffer.from(sha256Hex(secret), 'hex')
      const found = look(accountId, clientId)
      if (found instanceof Promise) return found.then((one) => isSecret(one, hash, clock.now()))
      return isSecret(found, hash, clock.now())
    },
  }
}

const nobody = {}
const longestId = 64
/** As long as a real one, and the hash of nothing that is known. */
const nobodysHash = Buffer.alloc(32, 0xa5)

/** Both are compared, whatever the first came out as; and both of nobody's, too. */
function isSecret(found: Known | undefined, hash: Buffer, now: number): boolean {
  const isPresent = timingSafeEqual(found?.secretHash ?? nobodysHash, hash)
  const isPrevious = timingSafeEqual(found?.previous?.secretHash ?? nobodysHash, hash)
  if (found?.secretHash === undefined) return false
  return isPresent || (isPrevious && found.previous !== undefined && now < found.previous.until)
}

function knownOf(accountId: AccountId, stored: StoredApplication | undefined): Known | undefined {
  if (stored === undefined || stored.secret === undefined) return undefined
  const { application, secret, previous } = stored
  if (application.deleted || !application.enabled) return undefined
  return {
    client: describeClient(accountId, application),
    secretHash: Buffer.from(secret.hash, 'hex'),
    previous: previous && {
      secretHash: Buffer.from(previous.hash, 'hex'),
      until: previous.until,
    },
  }
}
