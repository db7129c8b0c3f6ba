import { componentLabels, isComponentType } from '@watchword/protocol/api/audit-components.ts'

/** What is looked for in the trail, as it stands in the page's address. What is left out is anything. */
export type AuditFilters = {
  /** `yyyy-MM-dd`, both days included, in the reader's time zone. */
  readonly from?: string
  readonly to?: string
  /** Login name or id of a user. */
  readonly who?: string
  /** Code of a kind of object, such as `ACUserObject`. */
  readonly type?: string
  /** One object, `kind:id`, such as `user:123`: other pages link so. */
  readonly object?: string
  readonly action?: string
  readonly address?: string
  readonly text?: string
  /** `false`: without what Watchword did by itself. */
  readonly automatic?: false
}

/** The address of the page: what is looked for, and the event that is open. */
export type AuditSearch = AuditFilters & { readonly event?: number }

/** What may be done to an object, as the API calls it. */
export const auditActions = ['Add new', 'Edit', 'Delete', 'Login', 'Logout', 'Refused', 'Other']

const day = /^(?:19|[2-9]\d)\d{2}-\d{2}-\d{2}$/
const mostCharacters = 200

/** Reads the address of the page. What cannot be looked for is left out: an old link still opens the page. */
export function readAuditSearch(raw: Readonly<Record<string, unknown>>): AuditSearch {
  const { type, action, automatic } = raw
  return {
    ...textOf(raw, 'who'),
    ...objectOf(raw),
    ...textOf(raw, 'address'),
    ...textOf(raw, 'text'),
    ...daysOf(raw),
    ...(typeof type === 'string' && isComponentType(type) && { type }),
    ...(typeof action === 'string' && auditActions.includes(action) && { action }),
    ...((automatic === false || automatic === 'false') && { automatic: false as const }),
    ...eventOf(raw),
  }
}

function daysOf({
  from,
  to,
}: Readonly<Record<string, unknown>>): Pick<AuditFilters, 'from' | 'to'> {
  const isBackwards = isDay(from) && isDay(to) && to < from
  return { ...(isDay(from) && { from }), ...(isDay(to) && !isBackwards && { to }) }
}

/** Whether there is such a day, from 1900 on: there is no 30th of February. */
function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !day.test(value)) return false
  const at = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value)
}

/** The list is asked for what is below the next number, which must be a whole number too. */
function eventOf({ event }: Readonly<Record<string, unknown>>): Pick<AuditSearch, 'event'> {
  const number = typeof event === 'string' && /^\d+$/.test(event) ? Number(event) : event
  const isNumber = typeof number === 'number' && Number.isSafeInteger(number + 1)
  return isNumber && Number.isInteger(number) && number > 0 ? { event: number } : {}
}

function objectOf(raw: Readonly<Record<string, unknown>>): Pick<AuditFilters, 'object'> {
  const { object } = textOf(raw, 'object')
  return object === undefined || parseObject(object).id.trim() === '' ? {} : { object }
}

function textOf<K extends 'who' | 'object' | 'address' | 'text'>(
  raw: Readonly<Record<string, unknown>>,
  name: K,
): { readonly [N in K]?: string } {
  const value = raw[name]
  const text = typeof value === 'number' ? `${value}` : value
  if (typeof text !== 'string' || /\p{Cc}|\p{Cs}/u.test(text.trim())) return {}
  // Not in the middle of a character.
  const cut = text
    .trim()
    .slice(0, mostCharacters)
    .replace(/\p{Cs}$/u, '')
    .trim()
  return cut === '' ? {} : ({ [name]: cut } as { readonly [N in K]?: string })
}

/** How many filters hold. */
export function countFilters({ event: _, ...filters }: AuditSearch): number {
  return Object.values(filters).filter((value) => value !== undefined).length
}

/** The kinds that links name: a user's logins are found under the user's id as well. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  user: ['ACUserObject', 'ACLoginObject'],
  skill: ['ACSkillObject'],
  profile: ['ACProfileObject'],
  'agent-group': ['ACAgentGroupObject'],
  lob: ['ACLobObject'],
  settings: ['ACAccountObject'],
  session: ['ACSessionObject'],
  'api-key': ['ACApiKeyObject'],
  application: ['ACApplicationObject'],
  'signing-key': ['ACSigningKeyObject'],
  consent: ['ACConsentObject'],
  grant: ['ACGrantObject'],
  connector: ['ACConnectorObject'],
  campaign: ['ACCampaignObject'],
  engagement: ['ACEngagementObject'],
  consumer: ['ACConsumerObject'],
}

/** What `kind:id` means: codes of kinds, and an id. A kind that is not known is looked for by the id alone. */
export function parseObject(text: string): {
  readonly types: readonly string[] | undefined
  readonly id: string
} {
  const mark = text.indexOf(':')
  const kind = text.slice(0, Math.max(0, mark))
  const id = text.slice(mark + 1)
  if (Object.hasOwn(kinds, kind)) return { types: kinds[kind], id }
  return isComponentType(kind) ? { types: [kind], id } : { types: undefined, id: text }
}

/** The other way round: an object of an event as links name it. */
export function objectText(type: string, id: string): string {
  const kind = Object.entries(kinds).find(([, types]) => types.includes(type))?.[0]
  return `${kind ?? type}:${id}`
}

const codes: ReadonlyMap<string, string> = new Map(
  Object.entries(componentLabels).map(([code, label]) => [label, code]),
)

/** The code of a kind of object by the label that the API answers. */
export function codeOf(label: string): string {
  return codes.get(label) ?? label
}

/** What the API is asked for, by its own names. */
export function questionOf(filters: AuditFilters, timezone: string) {
  const object = filters.object === undefined ? undefined : parseObject(filters.object)
  const types = filters.type === undefined ? object?.types : [filters.type]
  return {
    timezone,
    lpa: true,
    automaticUpdates: filters.automatic ?? true,
    ...(filters.from !== undefined && { fromDate: filters.from }),
    ...(filters.to !== undefined && { toDate: filters.to }),
    ...(filters.who !== undefined && { users: [filters.who] }),
    ...(types !== undefined && { componentTypes: types }),
    ...(object !== undefined && { objectIds: [object.id] }),
    ...(filters.action !== undefined && { actionTypes: [filters.action] }),
    ...(filters.address !== undefined && { addresses: [filters.address] }),
    ...(filters.text !== undefined && { text: filters.text }),
  }
}

/** The same for the export, whose lists are texts. */
export function exportQueryOf(
  filters: AuditFilters,
  timezone: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(questionOf(filters, timezone)).map(([name, value]) => [name, `${value}`]),
  )
}

/** The day of a moment, and so many before it, as the filters write days. */
export function dayOf(at: Date, daysBefore = 0): string {
  const then = new Date(at.getFullYear(), at.getMonth(), at.getDate() - daysBefore)
  const two = (value: number) => `${value}`.padStart(2, '0')
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`
}
