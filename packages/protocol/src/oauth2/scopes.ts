import { type PrivilegeType, privilegedApis } from '../api/api-privileges.ts'

/**
 * The catalogue of scopes (contract 2 section 6 and our decisions): `<api>:read`, `:write` and `:invoke`, the
 * scopes of OpenID Connect, and the names that the reference's documents use for some of them.
 */
export type Scope = {
  readonly scope: string
  /** What it allows, in plain words: "Read users". Continues "This application may:". */
  readonly description: string
  readonly group: string
  /** Other names of it, which allow the same. Each may be a name of several scopes. */
  readonly aliases: readonly string[]
}

type Row = readonly [scope: string, description: string, aliases?: readonly string[]]

/** OpenID Connect Core section 5.4 and section 11. Nobody has to install these. */
const identity: readonly Row[] = [
  ['openid', 'Know that it is you'],
  ['profile', 'See your name and the other parts of your profile'],
  ['email', 'See your e-mail address'],
  ['phone', 'See your telephone number'],
  ['address', 'See your postal address'],
  ['offline_access', 'Keep its access while you are not there'],
]

/** APIs of ours, and of the reference, that a key has no privilege for. */
const others: readonly Row[] = [
  ['app-keys:write', 'Make, change and end API keys'],
  ['applications:read', 'See the installed applications'],
  ['applications:write', 'Install, change and remove applications'],
  ['consumers:invoke', 'Act for consumers in conversations', ['msg.consumer']],
  [
    'custom-bots:invoke',
    'Call a bot at its own address',
    ['ihub.tpb.customendpoint', 'thirdpartybots.customendpoint.bot'],
  ],
  ['delegated-tokens:read', 'Read delegated tokens', ['delegated.token.read.external']],
  ['directory:read', 'See where each service is reached'],
  ['grants:read', 'See what applications were allowed'],
  ['grants:write', 'Take back what applications were allowed'],
  ['introspect', 'Ask whether any token of the account is alive, and what it is good for'],
  ['keys:read', 'See the signing keys'],
  ['keys:write', 'Change the signing keys'],
  ['sessions:read', 'See who is logged in'],
  ['sessions:write', 'End sessions'],
  ['settings:read', 'Read the settings of the account'],
  ['settings:write', 'Change the settings of the account'],
]

const aliasesOfApis: ReadonlyMap<string, readonly string[]> = new Map([
  ['users:read', ['users.read', 'users.external']],
  ['users:write', ['users.write', 'users.external']],
  ['functions:invoke', ['faas.lambda.invoke']],
])

const verbs: Readonly<Record<PrivilegeType, string>> = {
  Read: 'Read',
  Write: 'Change',
  Invoke: 'Use',
}

/** Names that are written in capitals stay so: LOBs, API keys. */
function apiDescription(type: PrivilegeType, name: string): string {
  if (name === 'User Login') return 'Log bots in'
  const inSentence = name.replace(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase())
  return `${verbs[type]} ${name === 'API keys' || name === 'LOBs' ? name : inSentence}`
}

const ofApis: readonly Scope[] = privilegedApis.flatMap((api) =>
  api.types.map((type) => {
    const scope = `${api.scope}:${type.toLowerCase()}`
    const description = apiDescription(type, api.name)
    return { scope, description, group: api.category, aliases: aliasesOfApis.get(scope) ?? [] }
  }),
)

const describeRows = (rows: readonly Row[], group: string): readonly Scope[] =>
  rows.map(([scope, description, aliases = []]) => ({ scope, description, group, aliases }))

/** Every scope of the catalogue. */
export const scopes: readonly Scope[] = [
  ...describeRows(identity, 'Identity'),
  ...ofApis,
  ...describeRows(others, 'Watchword'),
]

const named = scopes.flatMap((entry) =>
  [entry.scope, ...entry.aliases].map((name) => ({ name, entry })),
)
const byName = Map.groupBy(named, ({ name }) => name)

/** Scopes that need not stand in an application's manifest (contract, our decisions). */
export const identityScopes: ReadonlySet<string> = new Set(identity.map(([scope]) => scope))

/** What a scope allows, in plain words. One that is not in the catalogue is named as it is. */
export function describeScope(scope: string): string {
  const known = scopesNamed(scope)
  return known.length === 0 ? `“${scope}”` : known.map(({ description }) => description).join('; ')
}

/** The scopes of the catalogue that a set of scopes allows: aliases are resolved, unknown ones stay. */
export function expandScopes(granted: Iterable<string>): ReadonlySet<string> {
  return new Set(
    [...granted].flatMap((name) => [name, ...scopesNamed(name).map(({ scope }) => scope)]),
  )
}

function scopesNamed(name: string): readonly Scope[] {
  return (byName.get(name) ?? []).map(({ entry }) => entry)
}
