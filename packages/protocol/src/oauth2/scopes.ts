import { type PrivilegedApi, type PrivilegeType, privilegedApis } from '../api/api-privileges.ts'

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
  ['campaigns:read', 'See campaigns and what they offer to consumers'],
  ['campaigns:write', 'Change campaigns and what they offer to consumers'],
  ['connectors:read', 'See the identity providers of consumers'],
  ['connectors:write', 'Change the identity providers of consumers'],
  ['consumers:invoke', 'Act for consumers in conversations', ['msg.consumer']],
  ['consumers:read', 'See what is known of consumers'],
  ['consumers:write', 'End logins of consumers, and change what is known of them'],
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
  ['statistics:read', 'See how often the account is called, and by whom'],
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

/** What is read or changed, where the API's own name would not tell whoever is asked for their consent. */
const things: ReadonlyMap<string, string> = new Map([
  ['app-keys', 'the list of API keys'],
  ['agent-status-reason', 'the reasons for an agent’s status'],
  ['audit-trail', 'the audit trail'],
  ['data-access', 'the raw data of conversations and agents'],
  ['engagement-history', 'the history of chats'],
  ['messaging-interactions', 'the history of conversations'],
  ['personal-data-deletion', 'requests to delete personal data'],
  ['operational-realtime', 'the current figures of chats'],
  ['messaging-operations', 'the current figures of conversations'],
  ['visit-information', 'what is known of visits'],
  ['validate-engagement', 'whether a chat is real'],
  ['ivr-engagement', 'invitations by telephone'],
])

/** Names that are written in capitals stay so: LOBs. */
function apiDescription(type: PrivilegeType, { scope, name }: PrivilegedApi): string {
  if (scope === 'user-login') return 'Log bots in'
  const inSentence = name.replace(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase())
  return `${verbs[type]} ${things.get(scope) ?? (name === 'LOBs' ? name : inSentence)}`
}

const ofApis: readonly Scope[] = privilegedApis.flatMap((api) =>
  api.types.map((type) => {
    const scope = `${api.scope}:${type.toLowerCase()}`
    const description = apiDescription(type, api)
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

/** The scopes of the catalogue that a set of scopes allows: aliases are resolved, unknown ones stay. */
export function expandScopes(granted: Iterable<string>): ReadonlySet<string> {
  return new Set(
    [...granted].flatMap((name) => [name, ...scopesNamed(name).map(({ scope }) => scope)]),
  )
}

/** The scopes of the catalogue that a name stands for: several, for some aliases; none, if it is not known. */
export function scopesNamed(name: string): readonly Scope[] {
  return (byName.get(name) ?? []).map(({ entry }) => entry)
}
