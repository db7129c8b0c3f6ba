import { type Exceptions, portOf } from '#outbound/exceptions.ts'

/** An address that may be asked, if what its name stands for may be. */
export type ForeignUrl = {
  readonly url: URL
  /** The operator named it: it may be private. */
  readonly excepted: boolean
}

export type UrlReading =
  | ({ readonly ok: true } & ForeignUrl)
  | { readonly ok: false; readonly refusal: 'url' | 'port' }

const longest = 2048

/**
 * Reads the URL of a foreign document: https at port 443, or an origin that the operator named. What URL parsers pass
 * over in silence (white space, backslashes, an empty user name or fragment) is refused, as readers disagree on it.
 */
export function readForeignUrl(text: string, exceptions: Exceptions): UrlReading {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const isOdd = text.length > longest || /[\x00-\x20\x7f\\#]|^[^/]*\/\/[^/?]*@/.test(text)
  if (isOdd || !/^https?:\/\/[^/]/.test(text) || !URL.canParse(text)) return bad('url')
  const url = new URL(text)
  if (url.username + url.password !== '') return bad('url')
  if (exceptions.has(url)) return { ok: true, url, excepted: true }
  if (url.protocol !== 'https:') return bad('url')
  return portOf(url) === 443 ? { ok: true, url, excepted: false } : bad('port')
}

function bad(refusal: 'url' | 'port'): UrlReading {
  return { ok: false, refusal }
}
