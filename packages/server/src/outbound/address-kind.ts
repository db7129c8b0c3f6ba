import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * What an address is to somebody who lets strangers choose where to connect. `private` and `loopback` may be reached if
 * the operator says so; `never` has no honest use: link-local (where clouds keep the credentials of a machine), multicast,
 * unspecified, reserved, documentation, and every form that wraps another address.
 */
export type AddressKind = 'public' | 'private' | 'loopback' | 'never'

/** Services of clouds for their machines, at addresses that look like any other. */
const metadata = new Set(['168.63.129.16', '100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254'])

/** Judges one address as a resolver gives it; a text that is none, or has a zone, is `never`. */
export function addressKind(text: string): AddressKind {
  if (isIP(text) === 0 || text.includes('%')) return 'never'
  const address = ipaddr.parse(text)
  if (metadata.has(address.toString())) return 'never'
  const range = address.range()
  if (range === 'loopback') return 'loopback'
  if (range === 'private' || range === 'carrierGradeNat' || range === 'uniqueLocal')
    return 'private'
  if (range !== 'unicast') return 'never'
  // Of IPv6 only 2000::/3 has been given out (RFC 4291 section 2.4); the rest has no owner to be asked.
  const isGivenOut = address.kind() === 'ipv4' || (address.toByteArray()[0] ?? 0) >> 5 === 1
  return isGivenOut ? 'public' : 'never'
}
