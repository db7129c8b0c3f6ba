import { createHash, hash, timingSafeEqual } from 'node:crypto'

/** SHA-256 of a text, as lower-case hex. Enough for long random secrets; never for passwords. */
export function sha256Hex(text: string): string {
  return hash('sha256', text, 'hex')
}

/** Compares two texts in time that does not depend on where, or by what length, they differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
