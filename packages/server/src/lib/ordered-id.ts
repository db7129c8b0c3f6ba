import { randomHex } from './random.ts'

/**
 * An id of 32 hex characters that begins with its time, as a UUID of version 7 does: what is made at about the same time
 * stands together in an index, so that one page of it takes what many would. The other 80 bits are random. It is a name
 * and no secret.
 */
export function orderedId(now: number): string {
  return now.toString(16).padStart(timeLength, '0').slice(-timeLength) + randomHex(randomBytes)
}

const timeLength = 12
const randomBytes = 10
