import { customerFields, personalFields, type SdeFields } from './sde-fields.ts'

/**
 * Every type of engagement attributes that a page may send (contract 3 section 7), its fields, and what another of the
 * same type does to it (section 7.4). Nobody vouches for any of them.
 */
export type UnverifiedSdeType = {
  /** The member that holds the fields; `undefined`: they stand beside `type`. */
  readonly member: string | undefined
  readonly fields: SdeFields
  readonly again: 'append' | 'replace'
}

const page = { authenticated: false }
const text = { kind: 'text', ...page } as const
const double = { kind: 'double', ...page } as const
const integer = (min: number, max: number) => ({ kind: 'integer', min, max, ...page }) as const
const must = { required: true } as const
const mostOfOneProduct = 1_000_000

const priced = {
  ...{ name: text, category: text, sku: text, price: double },
} as const satisfies SdeFields

const products = {
  kind: 'list',
  most: 50,
  fields: {
    product: { kind: 'object', fields: priced, ...page, ...must },
    quantity: integer(0, mostOfOneProduct),
  },
  ...page,
} as const

const cart: SdeFields = {
  total: { ...double, ...must },
  numItems: { ...integer(0, mostOfOneProduct), ...must },
  currency: text,
  products,
}

const purchase: SdeFields = {
  ...{ total: double, currency: text, orderId: text },
  cart: {
    kind: 'object',
    fields: {
      ...{ total: double, numItems: integer(0, mostOfOneProduct), currency: text },
      products: { ...products, ...must },
    },
    ...page,
  },
}

const prodView: SdeFields = {
  currency: text,
  products: {
    ...products,
    fields: {
      product: {
        kind: 'object',
        fields: {
          ...priced,
          statusInStock: text,
          quantityInStock: integer(0, mostOfOneProduct),
        },
        ...page,
        ...must,
      },
    },
  },
}

const mrktInfo: SdeFields = { channel: integer(0, 4), affiliate: text, campaignId: text }
const lead: SdeFields = { topic: text, value: double, currency: text, leadId: text }
const service: SdeFields = {
  ...{ topic: text, status: integer(0, 10), category: text, serviceId: text },
}
const error: SdeFields = {
  ...{ contextId: text, message: text, code: text },
  level: integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  resolved: { kind: 'truth', ...page },
}
const searchInfo: SdeFields = { keywords: { kind: 'texts', most: 50, ...page } }

/** By their `type`. */
export const unverifiedSdeTypes = {
  ctmrinfo: { member: 'info', fields: customerFields, again: 'replace' },
  personal: { member: 'personal', fields: personalFields, again: 'replace' },
  cart: { member: undefined, fields: cart, again: 'replace' },
  purchase: { member: undefined, fields: purchase, again: 'append' },
  prodView: { member: undefined, fields: prodView, again: 'append' },
  mrktInfo: { member: 'info', fields: mrktInfo, again: 'replace' },
  lead: { member: 'lead', fields: lead, again: 'append' },
  service: { member: 'service', fields: service, again: 'replace' },
  error: { member: 'error', fields: error, again: 'append' },
  searchInfo: { member: undefined, fields: searchInfo, again: 'append' },
} as const satisfies Readonly<Record<string, UnverifiedSdeType>>

export type UnverifiedSdeName = keyof typeof unverifiedSdeTypes
