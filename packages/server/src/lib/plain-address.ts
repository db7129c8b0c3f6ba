import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'

const known = new LRUCache<string, string>({ max: 10_000 })

/**
 * A client's address in one spelling, so that what is kept, looked for and compared is the same: IPv4 inside IPv6 is the
 * IPv4 address, as a server that listens on `::` hears from everybody, IPv6 is written as RFC 5952 says, and neither has a
 * zone, or a port behind it as some proxies write it (RFC 7239 section 6). What is no address stays as it is.
 */
export function plainAddress(text: string): string {
  // Every IPv4 address, as the socket writes it, is plain.
  if (!text.includes(':')) return text
  const kept = known.get(text)
  if (kept !== undefined) return kept
  const plain = spell(text)
  known.set(text, plain)
  return plain
}

const withPort = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/

function spell(text: string): string {
  const [, inBrackets, ipv4] = withPort.exec(text) ?? []
  const address = (inBrackets ?? ipv4 ?? text).replace(/%.*$/, '')
  const isOne = isIP(address) !== 0 && ipaddr.isValid(address)
  return isOne ? ipaddr.process(address).toString() : text
}
