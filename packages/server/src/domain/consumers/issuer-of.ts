import { readPart } from '@watchword/protocol/jose/compact-part.ts'

/** The `iss` of a signed token, unproven: it says with whose rules to begin, and decides nothing. */
export function issuerOf(token: string): unknown {
  const parts = token.split('.', 4)
  if (parts.length !== 3) return undefined
  const claims = readPart(Buffer.from(parts[1] ?? '', 'base64url'))
  return claims.ok ? claims.members['iss'] : undefined
}
