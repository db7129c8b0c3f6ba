import { LRUCache } from 'lru-cache'
import { parseIpAddress } from './ip-range.ts'
import { plainAddress } from './plain-address.ts'

const networkBits = 64n
const known = new LRUCache<string, string>({ max: 10_000 })

/**
 * What a client address is counted as. Whoever has one IPv6 address has the whole /64 around it, so that
 * counts as one; an IPv4 address written inside IPv6 counts as itself.
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

function keyOf(address: string): string {
  const plain = plainAddress(address)
  const parsed = parseIpAddress(plain)
  return parsed?.family === 6 ? `${(parsed.value >> networkBits).toString(16)}/64` : plain
}
