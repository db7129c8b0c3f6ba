import { randomBytes, randomInt } from 'node:crypto'

/** `bytes` random bytes from the operating system, as lower-case hex. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
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
