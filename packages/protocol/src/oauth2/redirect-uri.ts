/**
 * The redirect URI of a request, judged against those that were registered: equal as strings, character by
 * character (RFC 9700 section 2.1). Nothing is parsed, decoded or put in order, so no two readers of a URI can
 * differ about it.
 */
export function matchRedirectUri(
  sent: string,
  registered: readonly string[],
  applicationType: 'web' | 'native',
): string | undefined {
  if (!mayBeRedirectedTo(sent)) return undefined
  if (registered.includes(sent)) return sent
  if (applicationType !== 'native') return undefined
  const loopback = withoutPort(sent)
  if (loopback === undefined) return undefined
  return registered.some((uri) => withoutPort(uri) === loopback) ? sent : undefined
}

/**
 * The one exception: a native application cannot know which port of the loopback address will be free
 * (RFC 8252 section 7.3). Address literals alone: the name `localhost` may be resolved to anything.
 */
function withoutPort(uri: string): string | undefined {
  const [, address, port, rest = ''] = loopbackUri.exec(uri) ?? []
  if (address === undefined) return undefined
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return undefined
  return `${address}${rest}`
}

const loopbackUri = /^http:\/\/(127\.0\.0\.1|\[::1\])(?::([1-9]\d{0,4}))?([/?][^#\\]*)?$/

/**
 * Whether a response to that address is out of others' sight: over anything but plain http, or to the browser's own
 * machine (RFC 9700 section 2.6). Of an address that was registered, so there is nothing in it to be mistaken for
 * another host.
 */
export function isProtectedTarget(uri: string): boolean {
  return !/^http:/i.test(uri) || ownMachine.test(uri)
}

const ownMachine = /^http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d{1,5})?(?:[/?]|$)/i

/** Whatever was registered: a browser is never sent to run what somebody wrote into an address. */
function mayBeRedirectedTo(uri: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase()
  // A line break or another control character has no place in a URI, nor in a header.
  return scheme !== undefined && !runnable.has(scheme) && /^[\x21-\x7e]+$/.test(uri)
}

const runnable: ReadonlySet<string> = new Set([
  'javascript',
  'data',
  'vbscript',
  'blob',
  'file',
  'filesystem',
  'about',
  'view-source',
])
