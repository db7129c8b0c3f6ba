import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { delegationKey, isVouched, type Method, methodOf, typeOf } from './method.ts'

/** A name and a value, as one types them one below the other. */
export type Pair = { readonly name: string; readonly value: string }

/** Settings that decide which tokens are taken; `reportOnly` holds any of them. */
export type RuleValues = {
  algorithms: string[]
  /** As it is typed: nothing is not 0, and the server refuses it. */
  clockToleranceSeconds: number | string
  audience: string[]
  allowMissingAudience: boolean
  encryptionRequired: boolean
  textTimes: boolean
  unknownSdes: string
}

/** A connector as the form holds it: names as on the wire, nothing that is null. */
export type ConnectorValues = RuleValues & {
  name: string
  method: Method
  preferred: boolean
  issuer: string
  issuerDisplayName: string
  jwtValidationType: 'DISCOVERY' | 'JWKS_ENDPOINT' | 'PUBLIC_JWT_KEY'
  discoveryEndpoint: string
  jwksEndpoint: string
  jwtPublicKey: string
  authorizationEndpoint: string
  tokenEndpoint: string
  clientId: string
  /** Empty: the one that is kept stays. It is never filled in from what was read. */
  clientSecret: string
  tokenEndpointAuthMethod: string
  tokenRequestFormat: string
  jsMethodName: string
  jsContext: string
  rfcCompliance: boolean
  scopes: string[]
  authorizeParameters: Pair[]
  redirectUris: string[]
  delegationEnabled: boolean
  sharesIdentity: boolean
  claimMapping: Pair[]
  reportOnly: Partial<RuleValues>
}

export type FieldName = keyof ConnectorValues

export const ruleNames = [
  ...(['algorithms', 'clockToleranceSeconds', 'audience', 'allowMissingAudience'] as const),
  ...(['encryptionRequired', 'textTimes', 'unknownSdes'] as const),
] as const satisfies readonly (keyof RuleValues)[]

/** What a new connector starts with: the choices that are right for most. */
export const newValues: ConnectorValues = {
  name: '',
  method: 'implicit',
  preferred: false,
  issuer: '',
  issuerDisplayName: '',
  jwtValidationType: 'DISCOVERY',
  discoveryEndpoint: '',
  jwksEndpoint: '',
  jwtPublicKey: '',
  authorizationEndpoint: '',
  tokenEndpoint: '',
  clientId: '',
  clientSecret: '',
  tokenEndpointAuthMethod: 'client_secret_basic',
  tokenRequestFormat: 'form',
  jsMethodName: 'lpGetAuthenticationToken',
  jsContext: 'window',
  rfcCompliance: true,
  scopes: [],
  authorizeParameters: [],
  redirectUris: [],
  delegationEnabled: false,
  sharesIdentity: false,
  claimMapping: [],
  algorithms: ['RS256'],
  clockToleranceSeconds: 60,
  audience: [],
  allowMissingAudience: false,
  encryptionRequired: false,
  textTimes: false,
  unknownSdes: 'refuse',
  reportOnly: {},
}

/** What the form shows of a connector that is there. */
export function valuesOf(connector: ConnectorObject): ConnectorValues {
  const { configuration, name } = connector
  const method = methodOf(connector)
  const { authorizeParameters, claimMapping, reportOnly, jwtPublicKey } = configuration
  return {
    ...newValues,
    ...given(configuration),
    ...{ name, method },
    jwtPublicKey: method === 'delegation' ? '' : (jwtPublicKey ?? ''),
    clientSecret: '',
    authorizeParameters: pairsOf(authorizeParameters),
    claimMapping: pairsOf(claimMapping),
    reportOnly: reportOnly ?? {},
  }
}

/** The members that a form has, and that are set: where nothing is set, a field is empty. */
function given(configuration: ConnectorObject['configuration']): Partial<ConnectorValues> {
  return Object.fromEntries(
    Object.entries(configuration)
      .filter(([name]) => Object.hasOwn(newValues, name))
      .map(([name, value]) => [name, value ?? '']),
  )
}

function pairsOf(record: Readonly<Record<string, string>>): Pair[] {
  return Object.entries(record).map(([name, value]) => ({ name, value }))
}

/** The body that creates or replaces a connector. */
export type ConnectorBody = {
  readonly id?: number
  readonly name: string
  readonly type: 0 | 1 | 2
  readonly configuration: Readonly<Record<string, unknown>>
}

/**
 * What is sent. Members that the method does not use are left out; where the method of a connector stays, those that
 * somebody had set by other means stay with it.
 */
export function bodyOf(values: ConnectorValues, before?: ConnectorObject): ConnectorBody {
  const { name, method } = values
  const keeps = before !== undefined && methodOf(before) === method
  return {
    ...(before === undefined ? {} : { id: before.id }),
    name: name.trim(),
    type: typeOf(method),
    configuration: {
      ...(keeps ? carriedOf(before) : {}),
      ...configurationOf(values),
    },
  }
}

/** Members that no field of the method showed: what the form does not know, it does not drop. */
function carriedOf({ type, configuration }: ConnectorObject): Readonly<Record<string, unknown>> {
  const { tokenEndpoint, redirectUris, discoveryEndpoint, jwksEndpoint } = configuration
  const { jwtValidationType, jwtPublicKey } = configuration
  if (type === 0 || jwtPublicKey === delegationKey) return {}
  return {
    ...(type === 1 && { tokenEndpoint, redirectUris }),
    ...(jwtValidationType !== 'DISCOVERY' && { discoveryEndpoint }),
    ...(jwtValidationType !== 'JWKS_ENDPOINT' && { jwksEndpoint }),
    ...(jwtValidationType !== 'PUBLIC_JWT_KEY' && { jwtPublicKey }),
  }
}

function configurationOf(values: ConnectorValues): Readonly<Record<string, unknown>> {
  const { method } = values
  if (method === 'anonymous') return { jsContext: values.jsContext }
  const usesCode = typeOf(method) === 2
  return {
    ...windowOf(values),
    ...(isVouched(method) ? vouchingOf(values) : { jwtPublicKey: delegationKey }),
    ...(usesCode ? exchangeOf(values) : { clientId: orNull(values.clientId) }),
    ...(usesCode && { pkceEnabled: method === 'pkce' }),
    ...(usesCode && isVouched(method) && { delegationEnabled: values.delegationEnabled }),
  }
}

function windowOf(values: ConnectorValues) {
  return {
    authorizationEndpoint: orNull(values.authorizationEndpoint),
    rfcCompliance: values.rfcCompliance,
    scopes: values.scopes,
    authorizeParameters: recordOf(values.authorizeParameters),
    issuerDisplayName: orNull(values.issuerDisplayName),
    jsMethodName: orNull(values.jsMethodName),
    jsContext: orNull(values.jsContext),
  }
}

function vouchingOf(values: ConnectorValues) {
  const { jwtValidationType, reportOnly } = values
  return {
    preferred: values.preferred,
    issuer: orNull(values.issuer),
    jwtValidationType,
    ...keyOf(values),
    sharesIdentity: values.sharesIdentity,
    claimMapping: recordOf(values.claimMapping),
    ...Object.fromEntries(ruleNames.map((rule) => [rule, values[rule]])),
    reportOnly: Object.keys(reportOnly).length === 0 ? null : reportOnly,
  }
}

/** The one that was chosen. An address that was typed for another choice is not sent. */
function keyOf(values: ConnectorValues) {
  switch (values.jwtValidationType) {
    case 'DISCOVERY':
      return { discoveryEndpoint: orNull(values.discoveryEndpoint) }
    case 'JWKS_ENDPOINT':
      return { jwksEndpoint: orNull(values.jwksEndpoint) }
    default:
      return { jwtPublicKey: orNull(values.jwtPublicKey) }
  }
}

function exchangeOf(values: ConnectorValues) {
  const { clientSecret, tokenEndpointAuthMethod, method } = values
  const isPublic = tokenEndpointAuthMethod === 'none'
  return {
    tokenEndpoint: orNull(values.tokenEndpoint),
    clientId: orNull(values.clientId),
    ...(clientSecret === '' || isPublic ? {} : { clientSecret }),
    tokenEndpointAuthMethod,
    tokenRequestFormat: values.tokenRequestFormat,
    redirectUris: values.redirectUris,
    ...(method === 'delegation' && { discoveryEndpoint: orNull(values.discoveryEndpoint) }),
  }
}

function orNull(text: string): string | null {
  const trimmed = text.trim()
  return trimmed === '' ? null : trimmed
}

/** A line without a name is one that nobody finished. */
function recordOf(pairs: readonly Pair[]): Readonly<Record<string, string>> {
  const named = pairs.filter(({ name }) => name.trim() !== '')
  return Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]))
}
