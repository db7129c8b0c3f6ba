import { type Static, Type } from 'typebox'
import { type InputContext, type ParseResult, type Reader, text } from './input-reader.ts'
import { optional } from './parse-input.ts'
import { strictFields } from './strict-fields.ts'
import { truth } from './strict-input.ts'

/**
 * What is told of a user to applications beside the fields of the Users API: the standard claims of OpenID
 * Connect Core section 5.1, by their names there. Our own object on a user. `name` and `email` are not in it:
 * they are the user's `fullName` and `email`.
 */

const claimText = (max: number) => text({ min: 1, max })

/** An absolute web address: applications show it as a picture or a link. */
const webAddress = text({
  min: 1,
  max: 2048,
  form: { pattern: /^https?:\/\/[^\s/?#]+\S*$/i, reason: 'must be an http or https address' },
})

const addressFields = {
  formatted: optional(text({ min: 1, max: 1000, lines: true })),
  street_address: optional(text({ min: 1, max: 500, lines: true })),
  locality: optional(claimText(100)),
  region: optional(claimText(100)),
  postal_code: optional(claimText(40)),
  country: optional(claimText(100)),
}

const birthdate = text({
  min: 4,
  max: 10,
  form: {
    pattern: /^\d{4}(?:-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))?$/,
    reason: 'must be YYYY-MM-DD, 0000-MM-DD or YYYY',
  },
})

const zoneinfo = text({
  min: 1,
  max: 64,
  form: {
    pattern: /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,3}$/,
    reason: 'must be a name of the IANA time zone database, such as Europe/Paris',
  },
})

const locale = text({
  min: 2,
  max: 35,
  form: {
    pattern: /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}$/,
    reason: 'must be a language tag, such as en-US',
  },
})

const phoneNumber = text({
  min: 3,
  max: 50,
  form: {
    pattern: /^\+?[0-9(][0-9 ().-]*(?:;ext=[0-9]{1,10})?$/,
    reason: 'must be a phone number, such as +1 (425) 555-1212',
  },
})

const fields = {
  given_name: optional(claimText(100)),
  family_name: optional(claimText(100)),
  middle_name: optional(claimText(100)),
  nickname: optional(claimText(100)),
  preferred_username: optional(claimText(254)),
  profile: optional(webAddress),
  picture: optional(webAddress),
  website: optional(webAddress),
  gender: optional(claimText(40)),
  birthdate: optional(birthdate),
  zoneinfo: optional(zoneinfo),
  locale: optional(locale),
  phone_number: optional(phoneNumber),
  phone_number_verified: optional(truth),
  email_verified: optional(truth),
  address: optional(strictFields(addressFields)),
}

/** What is kept: no member is null. */
export type StandardClaims = { readonly [Name in keyof typeof fields]?: ValueOf<Name> }

type ValueOf<Name extends keyof typeof fields> = Name extends 'address'
  ? StandardAddress
  : Name extends `${string}_verified`
    ? boolean
    : string

/** The claim `address`, OpenID Connect Core section 5.1.1. */
export type StandardAddress = { readonly [Name in keyof typeof addressFields]?: string }

const strict = strictFields(fields)

/** Reads them; a member that is null counts as left out. */
export const standardClaimsReader: Reader<StandardClaims> = {
  schema: strict.schema,
  read: function parseStandardClaims(value, path, context) {
    const read = strict.read(value, path, context)
    if (read === undefined) return undefined
    const { address, ...rest } = withoutNulls(read)
    const kept = address === undefined ? {} : withoutNulls(address)
    return (Object.keys(kept).length === 0 ? rest : { ...rest, address: kept }) as StandardClaims
  },
}

/** Reads a body of standard claims, or tells everything that is wrong with it. */
export function parseStandardClaims(body: unknown): ParseResult<StandardClaims> {
  const context: InputContext = { mode: 'create', faults: [] }
  const value = standardClaimsReader.read(body, '', context)
  if (value === undefined || context.faults.length > 0) return { ok: false, faults: context.faults }
  return { ok: true, value }
}

/** The body that replaces a user's standard claims. */
export const StandardClaimsBody = standardClaimsReader.schema

const said = Type.Optional(Type.String())
const closed = { additionalProperties: false }

/** A user's standard claims as they are answered: those that were set. */
export const StandardClaimsAnswer = Type.Object(
  {
    given_name: said,
    family_name: said,
    middle_name: said,
    nickname: said,
    preferred_username: said,
    profile: said,
    picture: said,
    website: said,
    gender: said,
    birthdate: said,
    zoneinfo: said,
    locale: said,
    phone_number: said,
    phone_number_verified: Type.Optional(Type.Boolean()),
    email_verified: Type.Optional(Type.Boolean()),
    address: Type.Optional(
      Type.Object(
        {
          formatted: said,
          street_address: said,
          locality: said,
          region: said,
          postal_code: said,
          country: said,
        },
        closed,
      ),
    ),
  },
  closed,
)
export type StandardClaimsAnswer = Static<typeof StandardClaimsAnswer>

function withoutNulls<T extends object>(members: T): { [K in keyof T]: NonNullable<T[K]> } {
  const kept = Object.entries(members).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(kept) as { [K in keyof T]: NonNullable<T[K]> }
}
