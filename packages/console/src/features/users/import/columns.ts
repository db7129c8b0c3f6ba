/** What a column of a file can be, by its name in exports, with other words for it. */
export const importFields = {
  loginName: ['login', 'username', 'user', 'userid', 'account'],
  fullName: ['name', 'realname', 'displayname'],
  nickname: ['nick', 'alias'],
  email: ['mail', 'emailaddress'],
  enabled: ['isenabled', 'active', 'state', 'status'],
  profiles: ['profile', 'role', 'roles', 'profileids'],
  skills: ['skill'],
  lobs: ['lob', 'linesofbusiness', 'lineofbusiness'],
  group: ['agentgroup', 'memberof', 'team', 'worksingroup'],
  manages: ['managerof', 'managedgroups', 'managesgroups'],
  maxChats: ['chats', 'maxchat', 'chatsatonce'],
  description: ['comment', 'notes'],
  mobileNumber: ['mobile', 'phone', 'phonenumber'],
  employeeId: ['employee', 'employeenumber', 'personnelnumber'],
  password: ['passwordsh', 'initialpassword', 'firstpassword'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type ImportField = keyof typeof importFields

/** For each column of a file what it is; `null`: it is not read. */
export type Mapping = readonly (ImportField | null)[]

export const importFieldNames = Object.keys(importFields) as readonly ImportField[]

/** What columns are, as far as their heads say it. No field is taken twice. */
export function guessMapping(heads: readonly string[]): Mapping {
  const taken = new Set<ImportField>()
  return heads.map((head) => {
    const squashed = head.toLowerCase().replace(/[^a-z]/g, '')
    const field = importFieldNames.find(
      (name) =>
        name.toLowerCase() === squashed ||
        (importFields[name] as readonly string[]).includes(squashed),
    )
    if (field === undefined || taken.has(field)) return null
    taken.add(field)
    return field
  })
}

/** The mapping after one column was said to be something: another one that was that is it no longer. */
export function mapColumn(mapping: Mapping, index: number, field: ImportField | null): Mapping {
  return mapping.map((before, at) => {
    if (at === index) return field
    return before === field ? null : before
  })
}

/** The cells of a row by field. */
export function cellsByField(
  cells: readonly string[],
  mapping: Mapping,
): Readonly<Partial<Record<ImportField, string>>> {
  return Object.fromEntries(
    mapping.flatMap((field, index) => (field === null ? [] : [[field, cells[index] ?? '']])),
  )
}
