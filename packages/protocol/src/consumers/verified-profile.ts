import { type CustomerInfo, genders, type PersonalInfo } from './sde-fields.ts'
import { type AuthenticatedSdes, textFault } from './sdes.ts'

/** Where a value of a profile comes from: `lp_sdes`, or the standard claim of that name (contract 3 section 5.2). */
export type ProfileSource = 'lp_sdes' | StandardClaimName

export type StandardClaimName =
  | 'sub'
  | 'given_name'
  | 'family_name'
  | 'email'
  | 'gender'
  | 'preferred_username'
  | 'phone_number'

/** What the brand's identity provider vouches for, and by which word each value came. */
export type VerifiedProfile = {
  readonly ctmrinfo: CustomerInfo
  readonly personal: PersonalInfo
  /** By path, such as `personal.contacts[0].email`. */
  readonly sources: Readonly<Record<string, ProfileSource>>
  /** Standard claims that were there and could not be used: a wrong kind, or too long. They are no fault. */
  readonly leftOut: readonly StandardClaimName[]
}

/**
 * The profile of an id_token: its `lp_sdes`, and its standard claims where those say nothing. `sub` is who somebody is,
 * whatever is shown as `customerId`. `phone_number` goes to both places that the reference's documents name.
 */
export function verifiedProfile(
  claims: Readonly<Record<string, unknown>>,
  sdes: AuthenticatedSdes,
): VerifiedProfile {
  const leftOut: StandardClaimName[] = []
  const claim = (name: StandardClaimName): string | undefined => {
    const value = claims[name]
    if (value === undefined || value === null) return undefined
    if (typeof value === 'string' && value !== '' && textFault(value) === undefined) return value
    leftOut.push(name)
    return undefined
  }
  const phone = claim('phone_number')
  const gender = claim('gender')
  const sources: Record<string, ProfileSource> = {}
  const ctmrinfo = merge<CustomerInfo>('ctmrinfo', sdes.ctmrinfo ?? {}, sources, [
    ['customerId', claim('sub'), 'sub'],
    ['userName', claim('preferred_username'), 'preferred_username'],
    ['imei', phone, 'phone_number'],
  ])
  const names = merge<PersonalInfo>('personal', sdes.personal ?? {}, sources, [
    ['firstname', claim('given_name'), 'given_name'],
    ['lastname', claim('family_name'), 'family_name'],
    ['gender', gender && genderOf(gender), 'gender'],
  ])
  const contacts = withContacts(names.contacts ?? [], claim('email'), phone, sources)
  const personal = contacts.length === 0 ? names : { ...names, contacts }
  return { ctmrinfo, personal, sources, leftOut }
}

/** OpenID Connect's `female` and `male` (Core section 5.1) by the reference's words; anything else is OTHER. */
function genderOf(claim: string): (typeof genders)[number] {
  return genders.find((gender) => gender === claim.toUpperCase()) ?? 'OTHER'
}

type Addition = readonly [field: string, value: string | undefined, source: StandardClaimName]

/** What `lp_sdes` says stays; a standard claim fills what it leaves open. */
function merge<Info extends object>(
  type: string,
  info: Info,
  sources: Record<string, ProfileSource>,
  additions: readonly Addition[],
): Info {
  for (const field of Object.keys(info)) sources[`${type}.${field}`] = 'lp_sdes'
  const added = additions.filter(
    ([field, value]) => value !== undefined && !Object.hasOwn(info, field),
  )
  for (const [field, , source] of added) sources[`${type}.${field}`] = source
  return { ...info, ...Object.fromEntries(added) }
}

/** An e-mail address or phone number of a claim, where no contact of `lp_sdes` has one, is one more contact. */
function withContacts(
  given: NonNullable<PersonalInfo['contacts']>,
  emailClaim: string | undefined,
  phoneClaim: string | undefined,
  sources: Record<string, ProfileSource>,
): NonNullable<PersonalInfo['contacts']> {
  delete sources['personal.contacts']
  for (const [index, contact] of given.entries()) {
    for (const field of Object.keys(contact)) {
      sources[`personal.contacts[${index}].${field}`] = 'lp_sdes'
    }
  }
  const email = given.some((contact) => contact.email !== undefined) ? undefined : emailClaim
  const phone = given.some((contact) => contact.phone !== undefined) ? undefined : phoneClaim
  if (email === undefined && phone === undefined) return given
  const place = `personal.contacts[${given.length}]`
  if (email !== undefined) sources[`${place}.email`] = 'email'
  if (phone !== undefined) sources[`${place}.phone`] = 'phone_number'
  return [
    ...given,
    { ...(email !== undefined && { email }), ...(phone !== undefined && { phone }) },
  ]
}

/** As agents are shown it: the engagement attributes, those without a value left out. */
export function sdesOfProfile(
  profile: Pick<VerifiedProfile, 'ctmrinfo' | 'personal'>,
): readonly (
  | { readonly type: 'ctmrinfo'; readonly info: CustomerInfo }
  | { readonly type: 'personal'; readonly personal: PersonalInfo }
)[] {
  const { ctmrinfo: info, personal } = profile
  return [
    ...(Object.keys(info).length > 0 ? [{ type: 'ctmrinfo', info } as const] : []),
    ...(Object.keys(personal).length > 0 ? [{ type: 'personal', personal } as const] : []),
  ]
}
