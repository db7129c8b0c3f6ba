import { type Static, type TSchema, Type } from 'typebox'
import type { ConnectorConfiguration, ConnectorType } from '../consumers/connector-configuration.ts'
import { type PastedKeyReading, readPublicKey } from '../consumers/read-public-key.ts'
import { signatureAlgorithms } from '../jose/algorithms.ts'
import { configurationReaders, type ruleReaders } from './connector-fields.ts'
import {
  checkConnector,
  completeConfiguration,
  type GivenConfiguration,
} from './connector-rules.ts'
import {
  readSecretChange,
  type SecretChange,
  secretReader,
  settleSecret,
} from './connector-secret.ts'
import { nameText } from './entity-text.ts'
import {
  entityId,
  type InputContext,
  type InputMode,
  integer,
  type ParseResult,
  refuse,
} from './input-reader.ts'
import { membersOf, schemasOf } from './strict-input.ts'

/**
 * Connectors on the wire (contract 3 section 3): the body of POST and PUT, and the answers. As with the other
 * configuration objects, numbers and truth values may be texts, members that have no name here are accepted and
 * ignored, and a member that is null or empty is one that is not set. Every fault is told at once, with its path.
 */
export type ConnectorInput = {
  /** As the body says it; it names no other object than the path does. */
  readonly id: number | undefined
  readonly name: string
  readonly type: ConnectorType
  readonly configuration: ConnectorConfiguration
  readonly secret: SecretChange
}

export type ConnectorReading = {
  readonly mode: InputMode
  /** The secret that there is, if an update keeps it. */
  readonly keptSecret: string | undefined
  /** Addresses that the operator excepts from https and its port. */
  readonly isExempt: (url: URL) => boolean
}

const typeReader = integer(0, 2)

/** Reads a body. */
export async function parseConnector(
  body: unknown,
  { mode, keptSecret, isExempt }: ConnectorReading,
): Promise<ParseResult<ConnectorInput>> {
  const context: InputContext = { mode, faults: [] }
  const members = membersOf(body, '', context)
  if (members === undefined) return { ok: false, faults: context.faults }
  const id = idOf(members.get('id'), context)
  const name = required(members, 'name', nameText, context)
  const type = required(members, 'type', typeReader, context) as ConnectorType | undefined
  const { given, broken, secret } = readConfiguration(members.get('configuration'), context)
  const key = await readKey(given, broken)
  const draft = { type: type ?? 1, given, key, isExempt }
  if (type !== undefined) {
    checkConnector(draft, (member, reason) => {
      if (!broken.has(member)) refuse(context, `configuration.${member}`, reason)
    })
  }
  const hasSecret = secret?.kind === 'replace' || keptSecret !== undefined
  const configuration = completeConfiguration(draft, hasSecret)
  if (type !== undefined && secret !== undefined && !broken.has('tokenEndpointAuthMethod')) {
    const { tokenEndpointAuthMethod: method } = configuration
    const settled = settleSecret(type, method, secret, keptSecret)
    if (!settled.ok) refuse(context, 'configuration.clientSecret', settled.fault)
  }
  const isSound = context.faults.length === 0
  if (!isSound || name === undefined || type === undefined || secret === undefined) {
    return { ok: false, faults: context.faults }
  }
  return { ok: true, value: { id, name, type, configuration, secret } }
}

/** Only a replacement says which object it is of; a creation may repeat what was read elsewhere. */
function idOf(given: unknown, context: InputContext): number | undefined {
  if (context.mode === 'create' || given === undefined || given === null) return undefined
  return entityId.read(given, 'id', context)
}

function required<T>(
  members: ReadonlyMap<string, unknown>,
  name: string,
  reader: { readonly read: (value: unknown, path: string, context: InputContext) => T | undefined },
  context: InputContext,
): T | undefined {
  const given = members.get(name)
  return given === undefined || given === null
    ? refuse(context, name, 'is required')
    : reader.read(given, name, context)
}

type ReadConfiguration = {
  readonly given: GivenConfiguration
  /** Members that are there and cannot be read: of these, nothing more is said. */
  readonly broken: ReadonlySet<string>
  readonly secret: SecretChange | undefined
}

function readConfiguration(value: unknown, context: InputContext): ReadConfiguration {
  const members = membersOf(value ?? {}, 'configuration', context) ?? new Map<string, unknown>()
  const given: Record<string, unknown> = {}
  const broken = new Set<string>()
  for (const [name, reader] of Object.entries(configurationReaders)) {
    const member = members.get(name)
    if (member === undefined || member === null || member === '') continue
    const read = reader.read(member, `configuration.${name}`, context)
    if (read === undefined) broken.add(name)
    else given[name] = read
  }
  const secret = readSecretChange(members.get('clientSecret'), context)
  return { given: given as GivenConfiguration, broken, secret }
}

async function readKey(
  { jwtPublicKey, algorithms }: GivenConfiguration,
  broken: ReadonlySet<string>,
): Promise<PastedKeyReading | undefined> {
  if (jwtPublicKey === undefined) return undefined
  const fallback = broken.has('algorithms') ? signatureAlgorithms : (['RS256'] as const)
  return readPublicKey(jwtPublicKey, algorithms ?? fallback)
}

/** For the published API: what may be sent. */
export const ConnectorBody: TSchema = Type.Object({
  name: nameText.schema,
  type: typeReader.schema,
  configuration: Type.Optional(
    Type.Object({
      ...Object.fromEntries(
        Object.entries({
          ...schemasOf(configurationReaders),
          clientSecret: secretReader.schema,
        }).map(([name, schema]) => [name, Type.Optional(Type.Union([schema, Type.Null()]))]),
      ),
    }),
  ),
})

const nullableText = Type.Union([Type.String(), Type.Null()])

const Rules = {
  algorithms: Type.Array(Type.String()),
  clockToleranceSeconds: Type.Integer(),
  audience: Type.Array(Type.String()),
  allowMissingAudience: Type.Boolean(),
  encryptionRequired: Type.Boolean(),
  textTimes: Type.Boolean(),
  unknownSdes: Type.String(),
} satisfies Readonly<Record<keyof typeof ruleReaders, TSchema>>

/** A connector, contract 3 section 3.2. The secret is never told. */
export const ConnectorObject = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  type: Type.Integer({ description: '0 anonymous, 1 an id_token from the page, 2 the code flow' }),
  deleted: Type.Boolean(),
  dateCreated: Type.String(),
  dateUpdated: Type.String(),
  configuration: Type.Object({
    preferred: Type.Boolean(),
    issuerDisplayName: nullableText,
    issuer: nullableText,
    authorizationEndpoint: nullableText,
    tokenEndpoint: nullableText,
    clientId: nullableText,
    clientSecret: Type.Union([Type.String(), Type.Null()], {
      description: `\`********\`, if there is one. Sent back, it keeps the secret.`,
    }),
    jwtValidationType: Type.String(),
    jwtPublicKey: nullableText,
    jwksEndpoint: nullableText,
    discoveryEndpoint: nullableText,
    jsMethodName: Type.String(),
    jsContext: Type.String(),
    pkceEnabled: Type.Boolean(),
    rfcCompliance: Type.Boolean(),
    scopes: Type.Array(Type.String()),
    authorizeParameters: Type.Record(Type.String(), Type.String()),
    redirectUris: Type.Array(Type.String()),
    tokenEndpointAuthMethod: Type.String(),
    tokenRequestFormat: Type.String(),
    delegationEnabled: Type.Boolean(),
    sharesIdentity: Type.Boolean(),
    claimMapping: Type.Record(Type.String(), Type.String()),
    ...Rules,
    reportOnly: Type.Union([Type.Partial(Type.Object(Rules)), Type.Null()]),
  }),
})
export type ConnectorObject = Static<typeof ConnectorObject>

/** What everybody may know of a connector: as much as a page needs to find its own. */
export const PublicConnector = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  type: Type.Integer(),
  configuration: Type.Object({
    jsMethodName: Type.String(),
    jsContext: Type.String(),
    preferred: Type.Boolean(),
    issuer: nullableText,
    issuerDisplayName: nullableText,
    pkceEnabled: Type.Boolean(),
    rfcCompliance: Type.Boolean(),
  }),
})
export type PublicConnector = Static<typeof PublicConnector>
