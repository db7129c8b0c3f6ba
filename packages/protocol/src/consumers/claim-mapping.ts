import type { CustomerInfo, PersonalInfo } from './sde-fields.ts'
import { type AuthenticatedSdes, readSdes } from './sdes.ts'

/** Attributes that were taken from claims of the brand's own. */
export type MappedSdes = {
  readonly sdes: AuthenticatedSdes
  /** By attribute: the claim that it came from. */
  readonly sources: Readonly<Record<string, string>>
  /** Claims that were there and could not be used: a wrong kind, or too long. They are no fault. */
  readonly leftOut: readonly string[]
}

/**
 * Takes attributes from claims, as a connector's mapping says: `{"ctmrinfo.ctype": "tier"}`. A value must be what the
 * attribute's field takes (contract 3 section 7); one that is not is left out. What `lp_sdes` says itself stays.
 */
export function mapClaims(
  claims: Readonly<Record<string, unknown>>,
  given: AuthenticatedSdes,
  mapping: Readonly<Record<string, string>>,
): MappedSdes {
  let sdes = given
  const sources: Record<string, string> = {}
  const leftOut: string[] = []
  for (const [attribute, claim] of Object.entries(mapping)) {
    const value = Object.hasOwn(claims, claim) ? (claims[claim] ?? undefined) : undefined
    const [type = '', field = '', inner] = attribute.split('.')
    if (value === undefined || isSaid(given, type, field)) continue
    const read = readOne(type, field, inner, value)
    if (read === undefined) {
      leftOut.push(claim)
      continue
    }
    sources[placeOf(attribute)] = claim
    sdes = merged(sdes, read)
  }
  return { sdes, sources, leftOut }
}

function isSaid(sdes: AuthenticatedSdes, type: string, field: string): boolean {
  const info = type === 'ctmrinfo' ? sdes.ctmrinfo : sdes.personal
  return info !== undefined && Object.hasOwn(info, field)
}

/** The one value in the form of `lp_sdes`, read by the same tables. */
function readOne(
  type: string,
  field: string,
  inner: string | undefined,
  value: unknown,
): AuthenticatedSdes | undefined {
  const nested = inner === undefined ? value : { [inner]: value }
  const body = { [field]: field === 'contacts' ? [nested] : nested }
  const member = type === 'ctmrinfo' ? 'info' : 'personal'
  const reading = readSdes([{ type, [member]: body }])
  return reading.ok ? reading.sdes : undefined
}

/** Several attributes may be parts of one contact, or of one age. */
function merged(sdes: AuthenticatedSdes, added: AuthenticatedSdes): AuthenticatedSdes {
  const ctmrinfo: CustomerInfo = { ...sdes.ctmrinfo, ...added.ctmrinfo }
  const personal: PersonalInfo = { ...sdes.personal, ...added.personal }
  const contact = { ...sdes.personal?.contacts?.[0], ...added.personal?.contacts?.[0] }
  const age = { ...sdes.personal?.age, ...added.personal?.age }
  return {
    ...sdes,
    ...(added.ctmrinfo !== undefined && { ctmrinfo }),
    ...(added.personal !== undefined && {
      personal: {
        ...personal,
        ...(added.personal.contacts !== undefined && { contacts: [contact] }),
        ...(added.personal.age !== undefined && { age }),
      },
    }),
  }
}

/** Where a profile shows it. */
function placeOf(attribute: string): string {
  return attribute.replace('personal.contacts.', 'personal.contacts[0].')
}
