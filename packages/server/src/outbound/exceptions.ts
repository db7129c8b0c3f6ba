/** Whom the operator lets us ask although they are not public, not at the usual port, or not under TLS. */
export type Exceptions = {
  /** Whether scheme, host and port are exactly those of an exception. */
  has(url: URL): boolean
}

/** Reads `WATCHWORD_OUTBOUND_ALLOW`, whose entries are `host:port` (https) or `http://host:port` on loopback. */
export function createExceptions(entries: readonly string[]): Exceptions {
  const origins = new Set(
    entries.map((entry) => (entry.startsWith('http://') ? entry : `https://${entry}`)),
  )
  return { has: (url) => origins.has(`${url.protocol}//${url.hostname}:${portOf(url)}`) }
}

/** The port that a URL means. */
export function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port)
  return protocol === 'https:' ? 443 : 80
}

/** The host of a URL without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
