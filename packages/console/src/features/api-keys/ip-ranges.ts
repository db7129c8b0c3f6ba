type Address = { readonly family: 4 | 6; readonly value: bigint }

/** What was typed, one range for each line or comma; empty ones are none. */
export function rangesOf(text: string): readonly string[] {
  return text
    .split(/[\n,]/)
    .map((range) => range.trim().replace(/\s*-\s*/, '-'))
    .filter((range) => range !== '')
}

/** The ranges that are neither an address, nor `from-to`, nor CIDR. The server has the last word. */
export function wrongRanges(text: string): readonly string[] {
  return rangesOf(text).filter((range) => !isRange(range))
}

/** Whether all addresses there are lie in one of the ranges: it limits nothing. */
export function allowsEverybody(text: string): boolean {
  return rangesOf(text).some((range) => /^[\d.:]+\/0$/.test(range) && isRange(range))
}

function isRange(text: string): boolean {
  if (text.includes('/')) return isBlock(text)
  const ends = text.split('-').map(parseAddress)
  const [first, last] = [ends[0], ends.at(-1)]
  if (ends.length > 2 || first === undefined || last === undefined) return false
  return first.family === last.family && first.value <= last.value
}

function isBlock(text: string): boolean {
  const [base = '', prefix = '', ...rest] = text.split('/')
  const address = parseAddress(base)
  if (address === undefined || rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(prefix)) return false
  return Number(prefix) <= (address.family === 4 ? 32 : 128)
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

/** RFC 4291 section 2.2, as the parser of URLs reads it. */
function parseIpv6(text: string): Address | undefined {
  if (!/^[\da-f:.]+$/i.test(text)) return undefined
  const url = `http://[${text}]/`
  if (!URL.canParse(url)) return undefined
  const [head = '', tail] = new URL(url).hostname.slice(1, -1).split('::')
  const groups = (half: string | undefined) => (half ? half.split(':') : [])
  const [before, after] = [groups(head), groups(tail)]
  const missing = tail === undefined ? 0 : 8 - before.length - after.length
  const all = [...before, ...Array.from({ length: missing }, () => '0'), ...after]
  return {
    family: 6,
    value: all.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n),
  }
}
