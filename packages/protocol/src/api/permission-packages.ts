/**
 * Roles and permission packages, contract 1 section 5. A role is fixed; a profile is a selection of
 * one role's packages. The first digit of a package id is its role.
 */

/** The roles, contract 1 section 5. 5 is the operator's own staff. */
export const roles = [
  { id: 1, name: 'Administrator' },
  { id: 2, name: 'Agent' },
  { id: 3, name: 'Agent Manager' },
  { id: 4, name: 'Campaign Manager' },
  { id: 5, name: 'LPA' },
] as const

/** The `roleTypeId` of a profile, contract 1 section 5. */
export type RoleTypeId = (typeof roles)[number]['id']

/** The role ids by the words the code uses. */
export const roleTypeIds = {
  administrator: 1,
  agent: 2,
  agentManager: 3,
  campaignManager: 4,
  lpa: 5,
} as const satisfies Record<string, RoleTypeId>

const roleNames: ReadonlyMap<number, string> = new Map(roles.map(({ id, name }) => [id, name]))

/** Reads a role id, contract 1 section 5. */
export function parseRoleTypeId(value: number): RoleTypeId | undefined {
  return roleNames.has(value) ? (value as RoleTypeId) : undefined
}

/** The `roleTypeName` of a role, contract 1 section 5. */
export function roleTypeName(role: RoleTypeId): string {
  return roleNames.get(role) ?? ''
}

/** One package of the catalogue. A core package cannot be switched off. */
export type CataloguePackage = {
  readonly id: number
  readonly roleTypeId: RoleTypeId
  readonly name: string
  readonly core: boolean
  readonly featureKey?: string
}

type Row = readonly [id: number, name: string, featureKey?: string]

const rows: readonly Row[] = [
  [10000, 'Administrator core'],
  [10001, 'Users'],
  [10002, 'Profiles'],
  [10003, 'Skills'],
  [10004, 'Agent groups'],
  [10006, 'API key administration', 'Common.Api_key_management'],
  [10007, 'Night Vision configuration'],
  [10008, 'Lines of business'],
  [10009, 'View billing'],
  [10010, 'View support cases'],
  [10011, 'Create support cases'],
  [10015, 'View and export the audit trail', 'Common.AuditTrail'],
  [10016, 'Contact support'],
  [10017, 'Connection area content'],
  [10018, 'Shift status'],
  [10027, 'Skill workdays'],
  [10030, 'Invoke functions'],
  [10031, 'Administer functions'],
  [10032, 'Develop functions'],
  [10033, 'Conversation Builder administrator'],
  [10034, 'Conversation Builder content user'],
  [10035, 'Conversation Builder business user'],
  [10036, 'Conversation Builder bot status'],
  [10037, 'Conversation Builder bot builder'],
  [10038, 'Agent survey of a skill'],
  [10040, 'Conversation Builder API credentials manager'],
  [10041, 'Conversation Builder bot builder lite'],
  [10042, 'Conversation Builder import and export'],
  [10043, 'Conversation Builder API developer'],
  [10054, 'Data Transporter access'],
  [10055, 'Data Transporter account settings'],
  [10056, 'Data Transporter history'],
  [10057, 'Data Transporter destinations'],
  [10058, 'Data Transporter sources'],
  [10059, 'Data Transporter tasks'],
  [10060, 'Performance Optimizer access'],
  [10061, 'Performance Optimizer lines of business'],
  [10062, 'Staff Forecaster access'],
  [10063, 'Staff Forecaster skill groups'],
  [20000, 'Agent core'],
  [20001, "Join agents' conversations"],
  [20002, "View agents' conversations"],
  [20003, 'Agent list'],
  [20004, 'Secure form'],
  [20007, 'CoBrowse view and scroll'],
  [20008, 'CoBrowse view'],
  [20009, 'CoBrowse shared control'],
  [20010, 'View support cases'],
  [20011, 'Create support cases'],
  [20012, 'Contact support'],
  [20013, 'Messaging with the list of all conversations'],
  [20014, 'Connection area content'],
  [20015, 'Messaging'],
  [20017, 'Manual SLA'],
  [20020, 'Update the consumer profile by API'],
  [20040, 'View past agent surveys'],
  [30000, 'Agent Manager core'],
  [30001, "Join agents' conversations"],
  [30002, "View agents' conversations"],
  [30003, 'Edit agent users'],
  [30004, 'Edit agent manager users'],
  [30005, 'Edit agent profiles'],
  [30006, 'Edit agent manager profiles'],
  [30007, 'Agent groups of the own tree'],
  [30008, 'Export users'],
  [30009, 'Conversation history'],
  [30010, 'Agent list'],
  [30011, 'Night Vision configuration'],
  [30012, 'Secure form responses in history'],
  [30013, 'Skills'],
  [30015, 'List of all conversations'],
  [30018, 'View support cases'],
  [30019, 'Create support cases'],
  [30020, 'Contact support'],
  [30021, 'Connection area content'],
  [30022, 'Operational reports'],
  [30023, 'Shift status'],
  [30035, 'Skill workdays'],
  [30056, 'Configure agent surveys'],
  [30057, 'View past agent surveys'],
  [30058, 'Submit surveys for agents'],
  [30088, 'Data Transporter access'],
  [30089, 'Data Transporter account settings'],
  [30090, 'Data Transporter history'],
  [30091, 'Data Transporter destinations'],
  [30092, 'Data Transporter sources'],
  [30093, 'Data Transporter tasks'],
  [30094, 'Performance Optimizer access'],
  [30095, 'Performance Optimizer lines of business'],
  [30096, 'Staff Forecaster access'],
  [30097, 'Staff Forecaster skill groups'],
  [40000, 'Campaign Manager core'],
  [40001, 'Edit campaigns'],
  [40002, 'Publish campaigns'],
  [40003, 'Predefined content'],
  [40004, 'Automatic messages'],
  [40005, 'Engagement attributes'],
  [40006, 'Import and export predefined content'],
  [40007, 'Export predefined content'],
  [40008, 'View API keys'],
  [40012, 'Authentication server'],
  [40014, 'View support cases'],
  [40015, 'Create support cases'],
  [40016, 'Contact support'],
  [40017, 'Connection area content'],
  [40018, 'Edit skills'],
  [40019, 'Campaign reports'],
  [40021, 'Operational reports'],
  [40028, 'Schedule and special occasion library'],
  [40046, 'Data Transporter access'],
  [40047, 'Data Transporter account settings'],
  [40048, 'Data Transporter history'],
  [40049, 'Data Transporter destinations'],
  [40050, 'Data Transporter sources'],
  [40051, 'Data Transporter tasks'],
  [40052, 'Performance Optimizer access'],
  [40053, 'Performance Optimizer lines of business'],
  [40054, 'Staff Forecaster access'],
  [40055, 'Staff Forecaster skill groups'],
]

/** The whole catalogue, in the order of contract 1 section 5. */
export const permissionPackages: readonly CataloguePackage[] = rows.map(
  ([id, name, featureKey]) => ({
    id,
    roleTypeId: Math.trunc(id / 10_000) as RoleTypeId,
    name,
    core: id % 10_000 === 0,
    ...(featureKey === undefined ? {} : { featureKey }),
  }),
)

/** The catalogue by id. */
export const permissionPackageById: ReadonlyMap<number, CataloguePackage> = new Map(
  permissionPackages.map((entry) => [entry.id, entry]),
)

/** The packages of one role; LPA has none of its own. */
export function packagesOfRole(role: RoleTypeId): readonly CataloguePackage[] {
  return permissionPackages.filter(({ roleTypeId }) => roleTypeId === role)
}

const agentDefaults = [20000, 20003, 20004, 20012, 20014, 20015]

const agentManagerDefaults = [
  ...[30000, 30001, 30002, 30003, 30007, 30009, 30010],
  ...[30015, 30020, 30021, 30022, 30023],
]

/**
 * The packages enabled in a role's default profile; the reference does not say which (contract 1
 * section 9), so this is our decision.
 *
 * Administrator and Campaign Manager have all of their role. An agent can message, see who is
 * there, send secure forms and get help, but not read the conversations of others. An agent manager
 * can besides see and join their agents' conversations and history, and edit the agents and groups
 * of their own tree; not other managers (30004), nor any profile (30005, 30006), since who edits
 * profiles can widen their own rights, and neither export users nor read secure forms. LPA has none.
 */
export function defaultPackages(role: RoleTypeId): readonly number[] {
  if (role === roleTypeIds.agent) return agentDefaults
  if (role === roleTypeIds.agentManager) return agentManagerDefaults
  return packagesOfRole(role).map(({ id }) => id)
}
