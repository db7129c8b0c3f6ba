import { LRUCache } from 'lru-cache'
import { parseIpAddress } from './ip-range.ts'

const networkBits = 64n
const known = new LRUCache<string, string>({ max: 10_000 })

/**
 * What a client address is counted as. Whoever has one IPv6 address has the whole /64 around it, so that
 * counts as one; an IPv4 address written inside IPv6 counts as itself. Some proxies write the port behind an address
 * (RFC 7239 section 6): each connection has another, so it does not count.
 */
export function addressKey(address: string): string {
  // Every IPv4 address, as the socket writes it, is its own key.
  if (!address.includes(':')) return address
  const kept = known.get(address)
  if (kept !== undefined) return kept
  const key = keyOf(address)
  known.set(address, key)
  return key
}

const withPort = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/

function keyOf(address: string): string {
  const [, inBrackets, ipv4] = withPort.exec(address) ?? []
  const parsed = parseIpAddress((inBrackets ?? ipv4 ?? address).replace(/%.*$/, ''))
  if (parsed === undefined) return address
  const { family, value } = parsed
  if (family === 6) return `${(value >> networkBits).toString(16)}/64`
  return [24n, 16n, 8n, 0n].map((bits) => (value >> bits) & 255n).join('.')
}
