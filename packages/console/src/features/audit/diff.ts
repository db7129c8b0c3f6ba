import { membersAt } from '#ui/member-path.ts'

/** One field before and after; `undefined`: it was not there. */
export type FieldChange = {
  /** Empty: the value as a whole. */
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** A text cut where it differs from another. */
export type Cut = { readonly start: string; readonly middle: string; readonly end: string }

/** Beyond so many fields a table helps nobody: the values are shown whole. */
const mostFields = 200

/** A text like this stands in quotes: `"1"` that became `1` is a change. */
const isLikeJson = /^(?:null|true|false|-?\d.*|\[\]|\{\}|".*)$/s

/**
 * What differs between two values, field by field if both are objects or lists, or one is and the other is nothing.
 * Anything else is one field.
 */
export function fieldChanges(oldValue: string, newValue: string): readonly FieldChange[] {
  const [before, after] = [structureOf(oldValue), structureOf(newValue)]
  const whole = [{ path: '', before: textOrNothing(oldValue), after: textOrNothing(newValue) }]
  if (before === undefined && after === undefined) return oldValue === newValue ? [] : whole
  if (before === undefined && oldValue !== '') return whole
  if (after === undefined && newValue !== '') return whole
  const [old, now] = [flatten(before), flatten(after)]
  if (old.size > mostFields || now.size > mostFields) return whole
  // An empty object that came, or became a list, has no field to tell it by.
  if (old.size === 0 && now.size === 0) return oldValue.trim() === newValue.trim() ? [] : whole
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
    const [one, other] = [old.get(path), now.get(path)]
    return one === other ? [] : [{ path, before: one, after: other }]
  })
}

/** Where two texts differ: what they begin and end with alike is not marked. */
export function cutDifference(
  before: string,
  after: string,
): { readonly before: Cut; readonly after: Cut } {
  const [one, other] = [[...before], [...after]]
  const most = Math.min(one.length, other.length)
  let start = 0
  while (start < most && one[start] === other[start]) start += 1
  let end = 0
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
  // Little that is alike by chance only makes both hard to read.
  if (start + end < Math.max(one.length, other.length) / 2) [start, end] = [0, 0]
  const cut = (characters: readonly string[]): Cut => ({
    start: characters.slice(0, start).join(''),
    middle: characters.slice(start, characters.length - end).join(''),
    end: characters.slice(characters.length - end).join(''),
  })
  return { before: cut(one), after: cut(other) }
}

/** What a change is of: an element of the object, and a field in it; empty: all of it. */
export function fieldName(element: string, path: string): string {
  if (element === '' || path === '') return `${element}${path}`
  return path.startsWith('[') ? `${element}${path}` : `${element}.${path}`
}

function structureOf(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

function flatten(value: object | undefined): ReadonlyMap<string, string> {
  const flat = new Map<string, string>()
  const walk = (part: unknown, path: string) => {
    if (flat.size > mostFields) return
    if (typeof part !== 'object' || part === null) {
      flat.set(
        path,
        typeof part === 'string' && !isLikeJson.test(part) ? part : JSON.stringify(part),
      )
      return
    }
    const members = membersAt(path, part)
    if (members.length === 0) flat.set(path, Array.isArray(part) ? '[]' : '{}')
    for (const [at, member] of members) walk(member, at)
  }
  if (value !== undefined && Object.keys(value).length > 0) walk(value, '')
  return flat
}

function textOrNothing(text: string): string | undefined {
  return text === '' ? undefined : text
}
