import type { Storage } from '#storage/port.ts'
import { normaliseHost } from './host.ts'

/** Whether a host is ours, so that a request that was meant for it was meant for us. */
export type AllowedHosts = {
  /** `host` or `host:port`, as a `Host` header or an origin has it. */
  isAllowed(host: string): boolean | Promise<boolean>
}

type HostSet = { readonly hosts: ReadonlySet<string> }

/**
 * The hosts that a signed request may be addressed to (contract 4, row 16; architecture §3): those the
 * operator named, or else the public origin's and every host in the directory. Case does not count, nor
 * does a port that is the usual one of http or https. `*` allows all, and is for tests.
 */
export function createAllowedHosts({
  config,
  storage,
}: {
  readonly config: {
    readonly allowedHosts: readonly string[] | '*' | undefined
    readonly publicOrigin: string
  }
  readonly storage: Pick<Storage, 'read' | 'announcements'>
}): AllowedHosts {
  const { allowedHosts, publicOrigin } = config
  if (allowedHosts === '*') return { isAllowed: (host) => normaliseHost(host) !== undefined }
  const named = setOf(allowedHosts ?? [new URL(publicOrigin).host])
  if (allowedHosts !== undefined) return { isAllowed: (host) => includes(named, host) }

  // Which account a change belongs to says nothing about which hosts it brings, so any change but the end
  // of a session makes us read again, and only if somebody asks for a host that is not the public one.
  let current: HostSet | undefined
  let changes = 0
  storage.announcements.subscribe(({ about }) => {
    if (about === 'session') return
    changes += 1
    current = undefined
  })
  async function directoryHosts(): Promise<HostSet> {
    if (current !== undefined && storage.announcements.reliable()) return current
    const before = changes
    const found = setOf(await storage.read.directory.hosts())
    if (before === changes) current = found
    return found
  }
  return {
    isAllowed: (host) => {
      if (includes(named, host)) return true
      if (normaliseHost(host) === undefined) return false
      return directoryHosts().then((found) => includes(found, host))
    },
  }
}

function setOf(hosts: readonly string[]): HostSet {
  return { hosts: new Set(hosts.flatMap((host) => normaliseHost(host) ?? [])) }
}

function includes({ hosts }: HostSet, host: string): boolean {
  const normal = normaliseHost(host)
  return normal !== undefined && hosts.has(normal)
}
