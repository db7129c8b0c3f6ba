import { type ConnectorValues, type FieldName, newValues } from './form-values.ts'
import { isVouched, typeOf } from './method.ts'

/** Parts of the form, in their order. */
export const openSections = ['vouch', 'client', 'page'] as const
/** Parts that most leave as they are: folded until they are asked for. */
export const foldedSections = [
  'window',
  'audience',
  'checks',
  'people',
  'apis',
  'stricter',
] as const
export type Section = 'start' | (typeof openSections)[number] | (typeof foldedSections)[number]

type Values = ConnectorValues

/** How a value is typed. */
export type FieldKind =
  | { readonly kind: 'text' | 'address' | 'key' | 'switch' | 'texts' | 'pairs' | 'claims' }
  | { readonly kind: 'secret' | 'seconds' | 'method' | 'rules' }
  | { readonly kind: 'choice' | 'choices'; readonly options: readonly string[] }

export type Field = FieldKind & {
  readonly name: FieldName
  readonly section: Section
  /** Whether it matters for what was chosen. */
  readonly matters: (values: Values) => boolean
  readonly required?: (values: Values) => boolean
}

const always = () => true
const vouched = ({ method }: Values) => isVouched(method)
const withCode = ({ method }: Values) => typeOf(method) === 2
const delegates = ({ method }: Values) => method === 'delegation'
const vouchedCode = (values: Values) => vouched(values) && withCode(values)
const keysBy = (way: Values['jwtValidationType']) => (values: Values) =>
  vouched(values) && values.jwtValidationType === way
/** Whether metadata of the identity provider name its endpoints. */
const isDiscovered = (values: Values) =>
  delegates(values)
    ? values.discoveryEndpoint.trim() !== ''
    : values.jwtValidationType === 'DISCOVERY'

const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const
const authMethods = [
  ...(['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'] as const),
] as const

/** Every field, in the order in which it stands. */
export const fields: readonly Field[] = [
  { name: 'method', section: 'start', kind: 'method', matters: always },
  { name: 'name', section: 'start', kind: 'text', matters: always, required: always },

  { name: 'issuer', section: 'vouch', kind: 'text', matters: vouched, required: vouched },
  {
    ...{ name: 'jwtValidationType', section: 'vouch', kind: 'choice', matters: vouched },
    options: ['DISCOVERY', 'JWKS_ENDPOINT', 'PUBLIC_JWT_KEY'],
  },
  {
    ...{ name: 'discoveryEndpoint', section: 'vouch', kind: 'address' },
    matters: keysBy('DISCOVERY'),
    required: keysBy('DISCOVERY'),
  },
  {
    ...{ name: 'jwksEndpoint', section: 'vouch', kind: 'address' },
    matters: keysBy('JWKS_ENDPOINT'),
    required: keysBy('JWKS_ENDPOINT'),
  },
  {
    ...{ name: 'jwtPublicKey', section: 'vouch', kind: 'key' },
    matters: keysBy('PUBLIC_JWT_KEY'),
    required: keysBy('PUBLIC_JWT_KEY'),
  },

  { name: 'clientId', section: 'client', kind: 'text', matters: withCode, required: withCode },
  {
    ...{ name: 'tokenEndpointAuthMethod', section: 'client', kind: 'choice', matters: withCode },
    options: authMethods,
  },
  {
    ...{ name: 'clientSecret', section: 'client', kind: 'secret' },
    matters: (values) => withCode(values) && values.tokenEndpointAuthMethod !== 'none',
  },
  { name: 'discoveryEndpoint', section: 'client', kind: 'address', matters: delegates },
  {
    ...{ name: 'authorizationEndpoint', section: 'client', kind: 'address', matters: delegates },
    required: (values) => delegates(values) && !isDiscovered(values),
  },
  {
    ...{ name: 'tokenEndpoint', section: 'client', kind: 'address', matters: withCode },
    required: (values) => withCode(values) && !isDiscovered(values),
  },
  { name: 'redirectUris', section: 'client', kind: 'texts', matters: vouchedCode },

  { name: 'jsMethodName', section: 'page', kind: 'text', matters: vouched },
  { name: 'jsContext', section: 'page', kind: 'text', matters: vouched },

  { name: 'authorizationEndpoint', section: 'window', kind: 'address', matters: vouched },
  { name: 'rfcCompliance', section: 'window', kind: 'switch', matters: vouched },
  {
    ...{ name: 'scopes', section: 'window', kind: 'texts' },
    matters: (values) => vouched(values) || delegates(values),
  },
  {
    ...{ name: 'authorizeParameters', section: 'window', kind: 'pairs' },
    matters: (values) => vouched(values) || delegates(values),
  },

  {
    ...{ name: 'clientId', section: 'audience', kind: 'text' },
    matters: ({ method }) => method === 'implicit',
  },
  { name: 'audience', section: 'audience', kind: 'texts', matters: vouched },
  { name: 'allowMissingAudience', section: 'audience', kind: 'switch', matters: vouched },

  {
    ...{ name: 'algorithms', section: 'checks', kind: 'choices', matters: vouched },
    options: algorithms,
  },
  { name: 'clockToleranceSeconds', section: 'checks', kind: 'seconds', matters: vouched },
  { name: 'encryptionRequired', section: 'checks', kind: 'switch', matters: vouched },
  {
    ...{ name: 'unknownSdes', section: 'checks', kind: 'choice', matters: vouched },
    options: ['refuse', 'drop'],
  },
  { name: 'textTimes', section: 'checks', kind: 'switch', matters: vouched },

  { name: 'preferred', section: 'people', kind: 'switch', matters: vouched },
  { name: 'sharesIdentity', section: 'people', kind: 'switch', matters: vouched },
  { name: 'issuerDisplayName', section: 'people', kind: 'text', matters: vouched },
  { name: 'claimMapping', section: 'people', kind: 'claims', matters: vouched },

  { name: 'delegationEnabled', section: 'apis', kind: 'switch', matters: vouchedCode },
  {
    ...{ name: 'tokenRequestFormat', section: 'apis', kind: 'choice', matters: withCode },
    options: ['form', 'json'],
  },

  { name: 'reportOnly', section: 'stricter', kind: 'rules', matters: vouched },
]

/** The fields of a part that matter for what was chosen. */
export function fieldsIn(section: Section, values: Values): readonly Field[] {
  return fields.filter((field) => field.section === section && field.matters(values))
}

/** Where a field stands now, if it matters now. */
export function sectionOf(name: FieldName, values: Values): Section | undefined {
  return fields.find((field) => field.name === name && field.matters(values))?.section
}

/** How many fields of a part are not what a new connector has. */
export function changedIn(section: Section, values: Values): number {
  return fieldsIn(section, values).filter(
    ({ name }) => JSON.stringify(values[name]) !== JSON.stringify(newValues[name]),
  ).length
}

/** What the person who sets it up has to have at hand, for what was chosen. */
export function requiredFor(values: Values): readonly FieldName[] {
  return fields
    .filter((field) => field.matters(values) && field.required?.(values) === true)
    .map(({ name }) => name)
}
