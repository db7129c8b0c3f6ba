import {
  anonymousJsMethod,
  type ConnectorConfiguration,
  type ConnectorType,
} from '../consumers/connector-configuration.ts'
import { delegationOnly, type PastedKeyReading } from '../consumers/read-public-key.ts'
import type { configurationReaders } from './connector-fields.ts'
import type { Reader } from './input-reader.ts'
import { redirectUriFault } from './redirect-uri-fault.ts'

/** The members of a `configuration` that were given and can be read. */
export type GivenConfiguration = {
  readonly [K in keyof typeof configurationReaders]?:
    | ((typeof configurationReaders)[K] extends Reader<infer T> ? T : never)
    | undefined
}

/** A connector whose members were read one by one. */
export type ConnectorDraft = {
  readonly type: ConnectorType
  readonly given: GivenConfiguration
  /** What became of `jwtPublicKey`; `undefined`: there is none. */
  readonly key: PastedKeyReading | undefined
  /** Addresses that the operator excepts from https and its port. */
  readonly isExempt: (url: URL) => boolean
}

/** Tells a fault of a member of `configuration`. */
export type Tell = (member: keyof GivenConfiguration, reason: string) => void

/** What the members of a connector must be together. */
export function checkConnector(draft: ConnectorDraft, tell: Tell): void {
  if (draft.type === 0) checkAnonymous(draft.given, tell)
  else checkBrand(draft, tell)
}

const notForAnonymous = [
  ...(['issuer', 'issuerDisplayName', 'authorizationEndpoint', 'tokenEndpoint'] as const),
  ...(['clientId', 'jwtPublicKey', 'jwksEndpoint', 'discoveryEndpoint'] as const),
  ...(['preferred', 'pkceEnabled', 'delegationEnabled', 'sharesIdentity', 'reportOnly'] as const),
] as const

/** Type 0: nobody vouches for anonymous consumers, so nothing of an identity provider belongs there. */
function checkAnonymous(given: GivenConfiguration, tell: Tell): void {
  for (const member of notForAnonymous) {
    const value = given[member]
    if (value !== undefined && value !== false) tell(member, 'is not for connectors of type 0')
  }
  if ((given.jsMethodName ?? anonymousJsMethod) !== anonymousJsMethod) {
    tell('jsMethodName', `must be left out, or ${anonymousJsMethod}: by that, pages find type 0`)
  }
  if ((given.tokenEndpointAuthMethod ?? 'none') !== 'none') {
    tell('tokenEndpointAuthMethod', 'is not for connectors of type 0')
  }
}

function checkBrand(draft: ConnectorDraft, tell: Tell): void {
  const { given, type } = draft
  const delegation = isDelegation(draft)
  if (given.jsMethodName === anonymousJsMethod) {
    tell('jsMethodName', 'is the name by which pages find the connector of type 0: take another')
  }
  if (delegation) checkDelegation(draft, tell)
  else {
    if (given.issuer === undefined) tell('issuer', 'is required: the iss of the id_token')
    checkKeys(draft, tell)
  }
  if (type === 2) checkCodeFlow(given, tell)
  if (type === 1 && given.delegationEnabled) {
    tell('delegationEnabled', 'is for the code flow (type 2): an id_token brings no other token')
  }
  checkAddresses(draft, tell)
}

function isDelegation({ key }: Pick<ConnectorDraft, 'key'>): boolean {
  return key?.ok === false && key.fault === 'delegation_only'
}

/** Contract 3 section 12, variant B: such a connector vouches for nobody. */
function checkDelegation({ given, type }: ConnectorDraft, tell: Tell): void {
  if (type !== 2) tell('jwtPublicKey', `${delegationOnly} is for the code flow: type 2`)
  if ((given.jwtValidationType ?? 'PUBLIC_JWT_KEY') !== 'PUBLIC_JWT_KEY') {
    tell('jwtValidationType', `must be PUBLIC_JWT_KEY, or jwtPublicKey not ${delegationOnly}`)
  }
  if (given.preferred) tell('preferred', 'must be false: this connector vouches for nobody')
  if (given.delegationEnabled === false) {
    tell('delegationEnabled', 'must be true: this connector is for delegation alone')
  }
  if (given.authorizationEndpoint === undefined && given.discoveryEndpoint === undefined) {
    tell('authorizationEndpoint', 'is required for delegation, or discoveryEndpoint')
  }
}

function checkKeys({ given, key }: ConnectorDraft, tell: Tell): void {
  if (key?.ok === false) tell('jwtPublicKey', key.advice)
  const validation = validationOf(given)
  if (validation === 'PUBLIC_JWT_KEY' && key === undefined) {
    tell('jwtPublicKey', 'is required for PUBLIC_JWT_KEY: the public key of the identity provider')
  }
  if (validation === 'JWKS_ENDPOINT' && given.jwksEndpoint === undefined) {
    tell('jwksEndpoint', 'is required for JWKS_ENDPOINT')
  }
  if (validation === 'DISCOVERY' && given.discoveryEndpoint === undefined) {
    tell('discoveryEndpoint', 'is required for DISCOVERY')
  }
}

/** Without a word on it: what there is to validate with. */
function validationOf(given: GivenConfiguration): ConnectorConfiguration['jwtValidationType'] {
  if (given.jwtValidationType !== undefined) return given.jwtValidationType
  if (given.jwtPublicKey !== undefined) return 'PUBLIC_JWT_KEY'
  if (given.jwksEndpoint !== undefined) return 'JWKS_ENDPOINT'
  return given.discoveryEndpoint === undefined ? 'PUBLIC_JWT_KEY' : 'DISCOVERY'
}

function checkCodeFlow(given: GivenConfiguration, tell: Tell): void {
  if (given.clientId === undefined) tell('clientId', 'is required for the code flow')
  if (given.tokenEndpoint === undefined && given.discoveryEndpoint === undefined) {
    tell('tokenEndpoint', 'is required for the code flow, or discoveryEndpoint')
  }
}

/** Those that we call ourselves. A browser may go to any port. */
const called = ['tokenEndpoint', 'jwksEndpoint', 'discoveryEndpoint'] as const

function checkAddresses({ given, isExempt }: ConnectorDraft, tell: Tell): void {
  for (const member of [...called, 'authorizationEndpoint'] as const) {
    const address = given[member]
    if (address === undefined) continue
    const url = new URL(address)
    if (isExempt(url)) continue
    if (url.protocol !== 'https:') {
      tell(member, 'must begin with https://, unless the operator allows the host')
    } else if (url.port !== '' && member !== 'authorizationEndpoint') {
      tell(member, 'must be at port 443, unless the operator allows the host')
    }
  }
  const uris = given.redirectUris ?? []
  const faults = uris.map((uri, index) => ({ index, fault: redirectUriFault(uri, 'native') }))
  const first = faults.find(({ fault }) => fault !== undefined)
  if (first?.fault !== undefined) tell('redirectUris', `[${first.index}] ${first.fault}`)
}

/** The configuration with every default set (contract 3 section 3.1, and our decisions). */
export function completeConfiguration(
  draft: Pick<ConnectorDraft, 'type' | 'given' | 'key'>,
  hasSecret: boolean,
): ConnectorConfiguration {
  const { type, given } = draft
  const delegation = isDelegation(draft)
  return {
    preferred: given.preferred ?? false,
    issuerDisplayName: given.issuerDisplayName,
    issuer: given.issuer,
    authorizationEndpoint: given.authorizationEndpoint,
    tokenEndpoint: given.tokenEndpoint,
    clientId: given.clientId,
    jwtValidationType: validationOf(given),
    jwtPublicKey: delegation ? delegationOnly : given.jwtPublicKey,
    jwksEndpoint: given.jwksEndpoint,
    discoveryEndpoint: given.discoveryEndpoint,
    jsMethodName:
      given.jsMethodName ?? (type === 0 ? anonymousJsMethod : 'lpGetAuthenticationToken'),
    jsContext: given.jsContext ?? 'window',
    pkceEnabled: given.pkceEnabled ?? false,
    rfcCompliance: given.rfcCompliance ?? true,
    scopes: (given.scopes ?? []).filter((scope) => scope !== 'openid'),
    authorizeParameters: given.authorizeParameters ?? {},
    redirectUris: given.redirectUris ?? [],
    tokenEndpointAuthMethod:
      given.tokenEndpointAuthMethod ?? (hasSecret ? 'client_secret_basic' : 'none'),
    tokenRequestFormat: given.tokenRequestFormat ?? 'form',
    delegationEnabled: given.delegationEnabled ?? delegation,
    sharesIdentity: given.sharesIdentity ?? false,
    claimMapping: given.claimMapping ?? {},
    ...completeRules(given),
  }
}

function completeRules(given: GivenConfiguration) {
  const { reportOnly = {} } = given
  return {
    algorithms: given.algorithms ?? (['RS256'] as const),
    clockToleranceSeconds: given.clockToleranceSeconds ?? 60,
    audience: given.audience ?? [],
    allowMissingAudience: given.allowMissingAudience ?? false,
    encryptionRequired: given.encryptionRequired ?? false,
    textTimes: given.textTimes ?? false,
    unknownSdes: given.unknownSdes ?? ('refuse' as const),
    reportOnly: Object.keys(reportOnly).length === 0 ? undefined : reportOnly,
  }
}
