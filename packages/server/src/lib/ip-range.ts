import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** One address. IPv4 written inside IPv6 (`::ffff:192.0.2.1`) is the IPv4 address it stands for. */
export type IpAddress = {
  readonly family: 4 | 6
  readonly value: bigint
}

/** The addresses from `first` to `last`, both included, of one family. */
export type IpRange = {
  readonly family: 4 | 6
  readonly first: bigint
  readonly last: bigint
}

const bitsOf = { 4: 32, 6: 128 } as const
const mappedPrefixBits = 96

/**
 * Reads one address: four decimal numbers, or RFC 4291 section 2.2. Octal, hexadecimal and
 * shortened IPv4 forms are refused, because programs disagree on what they mean, and so is an
 * IPv6 zone, which names an interface of one machine.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  const bytes = addressBytes(text)
  if (bytes === undefined) return undefined
  const ipv4 = isMapped(bytes) ? bytes.slice(12) : bytes
  return { family: ipv4.length === 4 ? 4 : 6, value: toNumber(ipv4) }
}

/**
 * Reads a single address, a CIDR block (RFC 4632) or `first-last`. Bits of a block beyond its
 * prefix are ignored. A range that runs backwards or mixes families is refused.
 */
export function parseIpRange(text: string): IpRange | undefined {
  if (text.includes('/')) return parseBlock(text)
  const ends = text.split('-')
  if (ends.length > 2) return undefined
  const first = parseIpAddress(ends[0] ?? '')
  const last = parseIpAddress(ends.at(-1) ?? '')
  if (first === undefined || last === undefined) return undefined
  if (first.family !== last.family || first.value > last.value) return undefined
  return { family: first.family, first: first.value, last: last.value }
}

/** Whether the address lies in the range. An IPv4 address is in no IPv6 range, not even `::/0`. */
export function contains(range: IpRange, address: IpAddress): boolean {
  return (
    range.family === address.family && range.first <= address.value && address.value <= range.last
  )
}

function parseBlock(text: string): IpRange | undefined {
  const [base = '', prefix = '', ...rest] = text.split('/')
  const bytes = addressBytes(base)
  if (bytes === undefined || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefix)) return undefined
  const mapped = isMapped(bytes)
  const address = mapped ? bytes.slice(12) : bytes
  const family = address.length === 4 ? 4 : 6
  const prefixBits = Number(prefix) - (mapped ? mappedPrefixBits : 0)
  if (prefixBits < 0 || prefixBits > bitsOf[family]) return undefined
  const hostBits = BigInt(bitsOf[family] - prefixBits)
  const first = (toNumber(address) >> hostBits) << hostBits
  return { family, first, last: first + (1n << hostBits) - 1n }
}

function addressBytes(text: string): readonly number[] | undefined {
  if (text.includes('%') || isIP(text) === 0) return undefined
  return ipaddr.isValid(text) ? ipaddr.parse(text).toByteArray() : undefined
}

function isMapped(bytes: readonly number[]): boolean {
  return (
    bytes.length === 16 &&
    bytes.every((byte, index) => index >= 12 || byte === (index < 10 ? 0 : 255))
  )
}

function toNumber(bytes: readonly number[]): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)
}
