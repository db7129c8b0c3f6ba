/**
 * The engagement attributes that an id_token may carry (contract 3 sections 7.1 and 7.2): every field, its kind, and
 * whether a token may hold it.
 */
export type SdeField = SdeKind & {
  readonly authenticated: boolean
  /** Whether an object without it is a fault. */
  readonly required?: boolean
}

/** What a value must be. Lengths in characters. */
export type SdeKind =
  | { readonly kind: 'text'; readonly form?: SdeForm }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'double' }
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  /** A day of the calendar: `day`, `month` and `year`, all three. */
  | { readonly kind: 'date' }
  | { readonly kind: 'object'; readonly fields: SdeFields }
  | { readonly kind: 'list'; readonly fields: SdeFields; readonly most?: number }
  | { readonly kind: 'texts'; readonly most: number }
  | { readonly kind: 'truth' }

export type SdeForm = { readonly pattern: RegExp; readonly reason: string }

export type SdeFields = Readonly<Record<string, SdeField>>

export const longestSdeText = 1000
export const mostSdeContacts = 20

const yes = { authenticated: true }
const no = { authenticated: false }
const text = { kind: 'text' } as const
const largestInteger = 2 ** 31 - 1
const integer = (min: number, max = largestInteger) => ({ kind: 'integer', min, max }) as const

/** ISO 4217. */
const currencyForm = { pattern: /^[A-Za-z]{3}$/, reason: 'must be three letters, such as USD' }

const languageForm = {
  pattern: /^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}$/,
  reason: 'must be a language, such as en-US or en_US',
}

export const genders = ['MALE', 'FEMALE', 'OTHER'] as const

export const phoneTypes = [
  'HOME',
  'MOBILE',
  'WORK',
  'FAX',
  'MAIN',
  'HOME_FAX',
  'WORK_FAX',
  'PAGER',
  'OTHER',
] as const

/** `info` of `{"type":"ctmrinfo"}`. */
export const customerFields: SdeFields = {
  ctype: { ...text, ...yes },
  cstatus: { ...text, ...yes },
  balance: { kind: 'double', ...yes },
  currency: { ...text, form: currencyForm, ...yes },
  customerId: { ...text, ...yes },
  socialId: { ...text, ...yes },
  imei: { ...text, ...yes },
  userName: { ...text, ...yes },
  companySize: { ...integer(0), ...yes },
  companyBranch: { ...text, ...yes },
  accountName: { ...text, ...yes },
  role: { ...text, ...yes },
  lastPaymentDate: { kind: 'date', ...yes },
  registrationDate: { kind: 'date', ...yes },
  loginStatus: { ...integer(-largestInteger), ...yes },
  storeZipCode: { ...text, ...no },
  storeNumber: { ...text, ...no },
}

const ageFields: SdeFields = {
  age: { ...integer(0, 150), ...yes },
  year: { ...integer(1800, 9999), ...yes },
  month: { ...integer(1, 12), ...yes },
  day: { ...integer(1, 31), ...yes },
}

const contactFields: SdeFields = {
  email: { ...text, ...yes },
  phone: { ...text, ...yes },
  phoneType: { kind: 'enum', values: phoneTypes, ...yes },
  address: {
    kind: 'object',
    fields: { country: { ...text, ...yes }, region: { ...text, ...yes } },
    ...yes,
  },
}

/** `personal` of `{"type":"personal"}`. */
export const personalFields: SdeFields = {
  firstname: { ...text, ...yes },
  lastname: { ...text, ...yes },
  age: { kind: 'object', fields: ageFields, ...yes },
  contacts: { kind: 'list', fields: contactFields, ...yes },
  gender: { kind: 'enum', values: genders, ...yes },
  language: { ...text, form: languageForm, ...yes },
  company: { ...text, ...yes },
}

/** The two types that a token may carry, and the member that holds the fields of each. */
export const authenticatedSdeTypes = {
  ctmrinfo: { member: 'info', fields: customerFields },
  personal: { member: 'personal', fields: personalFields },
} as const

/** The types of contract 3 section 7.3: known, and never believed from a token. */
export const unauthenticatedSdeTypes = [
  'cart',
  'purchase',
  'prodView',
  'mrktInfo',
  'lead',
  'service',
  'error',
  'searchInfo',
] as const

export type SdeDate = { readonly day: number; readonly month: number; readonly year: number }

export type CustomerInfo = {
  readonly ctype?: string
  readonly cstatus?: string
  readonly balance?: number
  readonly currency?: string
  readonly customerId?: string
  readonly socialId?: string
  readonly imei?: string
  readonly userName?: string
  readonly companySize?: number
  readonly companyBranch?: string
  readonly accountName?: string
  readonly role?: string
  readonly lastPaymentDate?: SdeDate
  readonly registrationDate?: SdeDate
  readonly loginStatus?: number
}

export type Contact = {
  readonly email?: string
  readonly phone?: string
  readonly phoneType?: (typeof phoneTypes)[number]
  readonly address?: { readonly country?: string; readonly region?: string }
}

export type PersonalInfo = {
  readonly firstname?: string
  readonly lastname?: string
  readonly age?: {
    readonly age?: number
    readonly year?: number
    readonly month?: number
    readonly day?: number
  }
  readonly contacts?: readonly Contact[]
  readonly gender?: (typeof genders)[number]
  readonly language?: string
  readonly company?: string
}
