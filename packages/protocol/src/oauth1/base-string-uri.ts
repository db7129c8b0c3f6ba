/**
 * Base string URI, RFC 5849 section 3.4.1.2: scheme and host in lower case, the port left out where it is the
 * scheme's own, then the path as it was sent (an empty one is `/`); no query, no fragment.
 */
export function baseStringUri(url: {
  readonly scheme: string
  /** `host` or `host:port`, as the client used it. */
  readonly authority: string
  /** As on the request line, escapes untouched. */
  readonly path: string
}): string {
  const scheme = url.scheme.toLowerCase()
  const authority = url.authority.toLowerCase()
  const own = ownPort[scheme as keyof typeof ownPort]
  const shown =
    own !== undefined && authority.endsWith(own) ? authority.slice(0, -own.length) : authority
  return `${scheme}://${shown}${url.path === '' ? '/' : url.path}`
}

const ownPort = { http: ':80', https: ':443' } as const
