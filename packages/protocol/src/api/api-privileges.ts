/**
 * What an API key may be allowed, contract 1 section 3.3: an API, in kebab-case, and how it is used. The
 * categories are the ones an administrator sees; where the reference does not say which category holds a
 * permission, ours is a decision.
 */
export type PrivilegeType = 'Read' | 'Write' | 'Invoke'

/** One API a key may be allowed, and in which ways. */
export type PrivilegedApi = {
  /** The literal of `privileges[].data`. */
  readonly data: string
  readonly name: string
  readonly category: PrivilegeCategory
  readonly types: readonly PrivilegeType[]
  /** The OAuth 2.0 scope prefix that an application needs for the same (contract, our decisions). */
  readonly scope: string
}

export const privilegeCategories = [
  'Administration',
  'Agent Interactions',
  'Data',
  'Real Time Interactions',
  'Functions',
] as const
export type PrivilegeCategory = (typeof privilegeCategories)[number]

const readWrite: readonly PrivilegeType[] = ['Read', 'Write']
const readOnly: readonly PrivilegeType[] = ['Read']
const invokeOnly: readonly PrivilegeType[] = ['Invoke']

type Row = readonly [string, string, PrivilegeCategory, readonly PrivilegeType[]]

const rows: readonly Row[] = [
  ['users', 'Users', 'Administration', readWrite],
  ['profiles', 'Profiles', 'Administration', readWrite],
  ['skills', 'Skills', 'Administration', readWrite],
  ['agent-groups', 'Agent Groups', 'Administration', readWrite],
  ['lobs', 'LOBs', 'Administration', readWrite],
  ['workdays', 'Workdays', 'Administration', readWrite],
  ['predefined-content', 'Predefined Content', 'Administration', readWrite],
  ['predefined-categories', 'Predefined Categories', 'Administration', readWrite],
  ['automatic-messages', 'Automatic Messages', 'Administration', readWrite],
  ['unified-automatic-messages', 'Unified Automatic Messages', 'Administration', readWrite],
  ['agent-status-reason', 'Agent Status Reason', 'Administration', readWrite],
  ['audit-trail', 'Audit Trail', 'Administration', readOnly],
  ['app-keys', 'API keys', 'Administration', readOnly],
  ['user-login', 'User Login', 'Agent Interactions', invokeOnly],
  ['data-access', 'Data Access', 'Data', readOnly],
  ['engagement-history', 'Engagement History', 'Data', readOnly],
  ['messaging-interactions', 'Messaging Interactions', 'Data', readOnly],
  ['personal-data-deletion', 'Personal Data Deletion', 'Data', readWrite],
  ['operational-realtime', 'Operational Realtime', 'Real Time Interactions', readOnly],
  ['messaging-operations', 'Messaging Operations', 'Real Time Interactions', readOnly],
  ['visit-information', 'Visit Information', 'Real Time Interactions', readWrite],
  ['validate-engagement', 'Validate Engagement', 'Real Time Interactions', readOnly],
  ['ivr-engagement', 'IVR Engagement', 'Real Time Interactions', readWrite],
  ['functions', 'Functions', 'Functions', invokeOnly],
]

/** Every API a key may be allowed. */
export const privilegedApis: readonly PrivilegedApi[] = rows.map(
  ([data, name, category, types]) => ({ data, name, category, types, scope: data }),
)

const byData: ReadonlyMap<string, PrivilegedApi> = new Map(
  privilegedApis.map((api) => [api.data, api]),
)

/** The API of a literal; `undefined`: not one of ours. */
export function privilegedApi(data: string): PrivilegedApi | undefined {
  return byData.get(data)
}

/** The scope of an OAuth 2.0 application that may do the same as a privilege. */
export function scopeOfPrivilege(privilege: {
  readonly data: string
  readonly type: PrivilegeType
}): string {
  return `${privilegedApi(privilege.data)?.scope ?? privilege.data}:${privilege.type.toLowerCase()}`
}
