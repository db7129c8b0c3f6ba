type Address = { readonly family: 4 | 6; readonly value: bigint }
type Range = { readonly family: 4 | 6; readonly first: bigint; readonly last: bigint }

const bitsOf = { 4: 32, 6: 128 } as const
/** So many bits stand before an IPv4 address that is written as an IPv6 one (RFC 4291 section 2.5.5.2). */
const mappedBits = 96

/** What was typed, one range for each line or comma; empty ones are none. */
export function rangesOf(text: string): readonly string[] {
  return text
    .split(/[\n,]/)
    .map((range) => range.trim().replace(/\s*-\s*/, '-'))
    .filter((range) => range !== '')
}

/** The ranges that are neither an address, nor `from-to`, nor CIDR. The server has the last word. */
export function wrongRanges(text: string): readonly string[] {
  return rangesOf(text).filter((range) => parseRange(range) === undefined)
}

/** Whether all addresses there are, of one family, lie in one of the ranges: it limits nothing. */
export function allowsEverybody(text: string): boolean {
  return rangesOf(text).some((text) => {
    const range = parseRange(text)
    return range !== undefined && range.first === 0n && range.last === highest(range.family)
  })
}

function highest(family: 4 | 6): bigint {
  return (1n << BigInt(bitsOf[family])) - 1n
}

function parseRange(text: string): Range | undefined {
  if (text.includes('/')) return parseBlock(text)
  const ends = text.split('-').map(parseAddress)
  const [first, last] = [ends[0], ends.at(-1)]
  if (ends.length > 2 || first === undefined || last === undefined) return undefined
  if (first.family !== last.family || first.value > last.value) return undefined
  return { family: first.family, first: first.value, last: last.value }
}

function parseBlock(text: string): Range | undefined {
  const [base = '', prefix = '', ...rest] = text.split('/')
  const address = parseAddress(base)
  if (address === undefined || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefix))
    return undefined
  const { family, value } = address
  const own = Number(prefix) - (family === 4 && base.includes(':') ? mappedBits : 0)
  if (own < 0 || own > bitsOf[family]) return undefined
  const free = BigInt(bitsOf[family] - own)
  const first = (value >> free) << free
  return { family, first, last: first + (1n << free) - 1n }
}

function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text)
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part)))
    return undefined
  const bytes = parts.map(Number)
  if (bytes.some((byte) => byte > 255)) return undefined
  return { family: 4, value: bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n) }
}

/** RFC 4291 section 2.2, as the parser of URLs reads it. A mapped one is the IPv4 address it stands for. */
function parseIpv6(text: string): Address | undefined {
  if (!/^[\da-f:.]+$/i.test(text)) return undefined
  const url = `http://[${text}]/`
  if (!URL.canParse(url)) return undefined
  const [head = '', tail] = new URL(url).hostname.slice(1, -1).split('::')
  const groups = (half: string | undefined) => (half ? half.split(':') : [])
  const [before, after] = [groups(head), groups(tail)]
  const missing = tail === undefined ? 0 : 8 - before.length - after.length
  const all = [...before, ...Array.from({ length: missing }, () => '0'), ...after]
  const value = all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
  return value >> 32n === 0xffffn
    ? { family: 4, value: value & 0xffff_ffffn }
    : { family: 6, value }
}
