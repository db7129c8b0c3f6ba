import { randomBytes, randomFillSync, randomInt, randomUUID } from 'node:crypto'

/** `bytes` random bytes from the operating system, as lower-case hex. */
export function randomHex(bytes: number): string {
  if (bytes > pool.length) return randomBytes(bytes).toString('hex')
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const text = pool.toString('hex', used, used + bytes)
  pool.fill(0, used, used + bytes)
  used += bytes
  return text
}

/**
 * Fetched many at a time, as `randomUUID` does it: asking takes longer than the bytes. Each byte is given out once,
 * and is forgotten then.
 */
const pool = Buffer.alloc(4096)
let used = pool.length

/** A random UUID (RFC 9562 section 5.4), lower-case. */
export function randomUuid(): string {
  return randomUUID()
}

const base32HexAlphabet = '0123456789abcdefghijklmnopqrstuv'

/** `length` random characters of `0` to `9` and `a` to `v` (RFC 4648 section 7): five bits each. */
export function randomBase32Hex(length: number): string {
  // 256 is a multiple of 32, so no character is likelier than another.
  return Array.from(randomBytes(length), (byte) => base32HexAlphabet[byte % 32]).join('')
}

/** A whole number from `low` (included) to `high` (excluded), at most 2^48 apart, without bias. */
export function randomInteger(low: number, high: number): number {
  return randomInt(low, high)
}

// No 0/O, 1/l/I: a person may have to type it from a terminal.
const passwordAlphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A generated password: 24 characters of an alphabet of 56 without look-alikes, about 139 bits. */
export function randomPassword(): string {
  const pick = () => passwordAlphabet[randomInt(passwordAlphabet.length)]
  const group = () => Array.from({ length: 6 }, pick).join('')
  return [group(), group(), group(), group()].join('-')
}
