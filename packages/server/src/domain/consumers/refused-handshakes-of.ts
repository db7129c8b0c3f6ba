import { maskedValue, shownValue } from '@watchword/protocol/consumers/shown-value.ts'
import type { IssuedName } from './find-person.ts'
import type { RefusedHandshake } from './refused-handshake.ts'

/**
 * Refused handshakes that may show somebody: their `sub` is masked, so others with the same first letter and length are
 * among them.
 */
export function refusedHandshakesOf(
  handshakes: readonly RefusedHandshake[],
  names: readonly IssuedName[],
): readonly RefusedHandshake[] {
  return handshakes.filter(({ claims }) =>
    names.some(
      ({ issuer, subject }) =>
        claims?.['sub'] === maskedValue(subject) && claims['iss'] === shownValue(issuer),
    ),
  )
}
