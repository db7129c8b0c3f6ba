import { componentTypes, isComponentType } from '@watchword/protocol/api/audit-components.ts'
import { DomainError } from '#domain/errors.ts'
import { dayAfter, isTimeZone, parseCalendarDay, startOfDay } from '#lib/time-zone.ts'
import type { AuditFilter } from '#storage/port.ts'

/** What a reader of the trail asks for, as it was sent (contract 1 §6.1). What is left out takes the default. */
export type AuditSearch = {
  /** `yyyy-MM-dd`, both days included, in `timezone`. */
  readonly fromDate?: string | undefined
  readonly toDate?: string | undefined
  /** Login names, or ids of users. */
  readonly users?: readonly string[] | undefined
  readonly componentTypes?: readonly string[] | undefined
  readonly language?: string | undefined
  readonly timezone?: string | undefined
  readonly lpa?: boolean | undefined
  readonly automaticUpdates?: boolean | undefined
  /** Ours: ids of objects, addresses that callers came from, what was done, and words anywhere in an event. */
  readonly objectIds?: readonly string[] | undefined
  readonly addresses?: readonly string[] | undefined
  readonly actionTypes?: readonly string[] | undefined
  readonly text?: string | undefined
}

/** A search that was found good: what to look for, and in which time zone to tell it. */
export type CheckedSearch = {
  readonly filter: Omit<AuditFilter, 'actorLoginNames'>
  readonly users: readonly string[] | undefined
  readonly timeZone: string
}

/** The default that the reference documents. */
export const defaultTimeZone = 'US/Eastern'

/** Users that one search may name. */
export const mostUsers = 100

const mostNamed = 20
const longestText = 200

/** Checks a search whole: a refusal names every fault. */
export function checkAuditSearch(search: AuditSearch): CheckedSearch {
  const { timezone: timeZone = defaultTimeZone, language = 'en-US' } = search
  const types = nonEmpty(search.componentTypes)
  const users = nonEmpty(search.users)
  const from = search.fromDate === undefined ? undefined : parseCalendarDay(search.fromDate)
  const to = search.toDate === undefined ? undefined : parseCalendarDay(search.toDate)
  const unknownType = types?.find((code) => !isComponentType(code))
  const dateRule = 'must be a day that exists, written yyyy-MM-dd'
  refuseFaults([
    search.fromDate !== undefined && from === undefined && `fromDate: ${dateRule}`,
    search.toDate !== undefined && to === undefined && `toDate: ${dateRule}`,
    from !== undefined &&
      to !== undefined &&
      (search.toDate ?? '') < (search.fromDate ?? '') &&
      'toDate: must not be before fromDate',
    !isTimeZone(timeZone) && 'timezone: must be a name of the IANA time zone database',
    !/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}$/.test(language) &&
      'language: must be a language tag such as en-US',
    unknownType !== undefined && `componentTypes: each must be one of ${componentTypes.join(', ')}`,
    (users?.length ?? 0) > mostUsers && `users: must have at most ${mostUsers} items`,
    users?.some((user) => !/^[^\p{Cc}]{1,254}$/u.test(user)) === true &&
      'users: each must be a login name or the id of a user',
    ...listFaults('objectIds', search.objectIds),
    ...listFaults('addresses', search.addresses),
    ...listFaults('actionTypes', search.actionTypes),
    search.text !== undefined &&
      !isText(search.text) &&
      `text: must be text of 1 to ${longestText} characters`,
  ])
  const filter = {
    from: from && startOfDay(from, timeZone),
    to: to && startOfDay(dayAfter(to), timeZone),
    objectTypes: types,
    includeAutomatic: search.automaticUpdates ?? false,
    includeLpa: search.lpa ?? false,
    ...insideOf(search),
  }
  return { filter, users, timeZone }
}

/** Refuses if any fault was found; `false` stands for none. */
export function refuseFaults(found: readonly (string | false)[]): void {
  const fields = found.filter((fault) => fault !== false)
  if (fields.length === 0) return
  throw new DomainError('validation_failed', 'The audit query is not valid; see "fields".', {
    fields,
  })
}

/** What is looked for inside of events, where no index helps. */
function insideOf(search: AuditSearch): Pick<CheckedSearch['filter'], 'inside'> {
  const inside = {
    objectIds: nonEmpty(search.objectIds),
    addresses: nonEmpty(search.addresses),
    actions: nonEmpty(search.actionTypes),
    text: search.text,
  }
  return Object.values(inside).every((value) => value === undefined) ? {} : { inside }
}

function listFaults(name: string, values: readonly string[] = []): readonly (string | false)[] {
  return [
    values.length > mostNamed && `${name}: must have at most ${mostNamed} items`,
    !values.every(isText) && `${name}: each must be text of 1 to ${longestText} characters`,
  ]
}

function isText(text: string): boolean {
  return text !== '' && text.length <= longestText && text.isWellFormed() && !/\p{Cc}/u.test(text)
}

function nonEmpty(values: readonly string[] | undefined): readonly string[] | undefined {
  return values === undefined || values.length === 0 ? undefined : [...new Set(values)]
}
