/** The account that an address of the console names: `/console/{accountId}/…`; `-` is none. */
export function accountInPath(pathname: string): string | undefined {
  const segment = pathname.split('/')[2]
  if (segment === undefined || segment === '' || segment === '-') return undefined
  try {
    return decodeURIComponent(segment)
  } catch {
    // Half an escape: no account is called so, and the page says it.
    return segment
  }
}

/** Why the issuer sent the browser back without a code (RFC 6749 section 4.1.2.1), for people if it says so. */
export function refusalIn(answer: URLSearchParams): string | undefined {
  const code = answer.get('error')
  return code === null ? undefined : answer.get('error_description') || code
}
