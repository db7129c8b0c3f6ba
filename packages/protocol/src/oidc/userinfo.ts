import type { StandardClaims } from '#api/standard-claims.ts'

/** What a user's claims are made of. `updatedAt` is in seconds since 1970. */
export type ClaimsSource = {
  /** The same in id_tokens and at the userinfo endpoint (OpenID Connect Core section 5.3.2). */
  readonly sub: string
  readonly loginName: string
  readonly fullName: string
  readonly nickname: string
  readonly email: string
  readonly pictureUrl: string | undefined
  readonly mobileNumber: string | undefined
  readonly updatedAt: number
  readonly standardClaims: StandardClaims | undefined
}

/** The claims that each scope stands for, OpenID Connect Core section 5.4. */
const claimsOfScope: Readonly<Record<string, readonly string[]>> = {
  profile: [
    ...['name', 'family_name', 'given_name', 'middle_name', 'nickname', 'preferred_username'],
    ...['profile', 'picture', 'website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'updated_at'],
  ],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
}

/** Every claim that can be asked for beside `sub`: `claims_supported` of discovery names them. */
export const standardClaimNames: readonly string[] = Object.values(claimsOfScope).flat()

/**
 * The claims of a user that these scopes stand for and that were requested one by one (the `claims` parameter,
 * OpenID Connect Core section 5.5), `sub` first. What is not known of the user is left out, never null or empty
 * (section 5.3.2). A name that is no standard claim is passed over.
 */
export function standardClaims(
  source: ClaimsSource,
  scopes: ReadonlySet<string>,
  requested: Iterable<string> = [],
): Readonly<Record<string, unknown>> & { readonly sub: string } {
  const wanted = new Set(requested)
  for (const [scope, names] of Object.entries(claimsOfScope)) {
    if (scopes.has(scope)) for (const name of names) wanted.add(name)
  }
  const known = knownClaims(source)
  const told = standardClaimNames.flatMap((name): [string, unknown][] => {
    const value = wanted.has(name) ? known.get(name) : undefined
    return value === undefined || value === '' ? [] : [[name, value]]
  })
  return { sub: source.sub, ...Object.fromEntries(told) }
}

function knownClaims(source: ClaimsSource): ReadonlyMap<string, unknown> {
  const set = source.standardClaims ?? {}
  const { phone_number: phone = source.mobileNumber } = set
  return new Map<string, unknown>([
    ...Object.entries(set),
    ['name', source.fullName],
    ['nickname', set.nickname ?? source.nickname],
    ['preferred_username', set.preferred_username ?? source.loginName],
    // A path within a console is no address for others.
    ['picture', set.picture ?? absoluteAddress(source.pictureUrl)],
    ['updated_at', source.updatedAt],
    ['email', source.email],
    // Whether an address was proven is said wherever the address is.
    ['email_verified', source.email === '' ? undefined : (set.email_verified ?? false)],
    ['phone_number', phone],
    ['phone_number_verified', phone ? (set.phone_number_verified ?? false) : undefined],
  ])
}

function absoluteAddress(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) ? url : undefined
}
