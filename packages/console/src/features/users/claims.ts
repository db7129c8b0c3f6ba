import type { StandardClaimsAnswer } from '@watchword/protocol/api/standard-claims.ts'
import { Problem } from '#api/problem.ts'
import { faultsOf } from '#ui/form-problems.ts'

/** Claims that are texts, as the form shows them (OpenID Connect Core section 5.1). */
export const textClaims = [
  ...(['given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username'] as const),
  ...(['profile', 'picture', 'website', 'gender', 'birthdate', 'zoneinfo', 'locale'] as const),
  ...(['phone_number'] as const),
]
export const truthClaims = ['email_verified', 'phone_number_verified'] as const
export const addressClaims = [
  ...(['formatted', 'street_address', 'locality', 'region', 'postal_code', 'country'] as const),
]

/** What the form of claims holds: a text each, empty for what is not told. */
export type ClaimValues = {
  readonly texts: Readonly<Record<string, string>>
  readonly truths: Readonly<Record<string, boolean>>
  readonly address: Readonly<Record<string, string>>
}

/** The form of claims as they are. */
export function claimValuesOf(claims: StandardClaimsAnswer): ClaimValues {
  return {
    texts: Object.fromEntries(textClaims.map((name) => [name, claims[name] ?? ''])),
    truths: Object.fromEntries(truthClaims.map((name) => [name, claims[name] === true])),
    address: Object.fromEntries(addressClaims.map((name) => [name, claims.address?.[name] ?? ''])),
  }
}

/** The body that replaces claims. A verification that was said to be false before is not dropped silently. */
export function claimsOf(
  { texts, truths, address }: ClaimValues,
  before: StandardClaimsAnswer,
): StandardClaimsAnswer {
  const told = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        value.trim() === '' ? [] : [[name, value.trim()]],
      ),
    )
  const place = told(address)
  return {
    ...told(texts),
    ...Object.fromEntries(
      truthClaims
        .filter((name) => truths[name] === true || before[name] !== undefined)
        .map((name) => [name, truths[name] === true]),
    ),
    ...(Object.keys(place).length === 0 ? {} : { address: place }),
  }
}

/** What the server said of claims, at the fields of the form; what belongs to none of them is the rest. */
export function claimFaultsOf(fault: unknown): {
  readonly byField: Readonly<Record<string, string>>
  readonly rest: unknown
} {
  const told = faultsOf(fault, [...textClaims, ...truthClaims, 'address'])
  if (!(fault instanceof Problem)) return { byField: {}, rest: told.rest }
  const places = fault.fields.map(({ path, reason }) => [placeOf(path), reason] as const)
  return { byField: Object.fromEntries(places), rest: told.rest }
}

function placeOf(path: string): string {
  if (path.startsWith('address.')) return path
  if (path === 'address') return `address.${addressClaims[0]}`
  return truthClaims.some((name) => name === path) ? `truths.${path}` : `texts.${path}`
}
