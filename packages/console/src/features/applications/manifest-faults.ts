import type { FieldFault } from '#api/problem.ts'
import type { JsonFault, JsonText, Place } from '#ui/json-text.ts'

/** A fault of a manifest, at its place in the text. */
export type PlacedFault = { readonly place: Place; readonly text: string }

/** Words for what can be wrong with a text. */
export type SyntaxWords = Readonly<Record<JsonFault['kind'], (found: string) => string>> & {
  readonly noObject: string
  readonly noName: string
}

/** What a page sees by itself: a text that is no JSON, a member that stands twice, something that is no object. */
export function syntaxFaults(read: JsonText, words: SyntaxWords): readonly PlacedFault[] {
  if (!read.ok) return [placedFault(read.fault, words)]
  if (!isObject(read.value)) return [{ place: read.placeOf(''), text: words.noObject }]
  // Without its name it would be a change of what it names, and leave the rest as it is.
  const isNamed = Object.hasOwn(read.value, 'client_name')
  const unnamed = isNamed ? [] : [{ place: read.placeOf(''), text: words.noName }]
  return [...read.duplicates.map((fault) => placedFault(fault, words)), ...unnamed]
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function placedFault({ kind, found, place }: JsonFault, words: SyntaxWords): PlacedFault {
  return { place, text: words[kind](found) }
}

/** What the server said of fields, each at its line, in the order of the text. */
export function serverFaults(
  read: JsonText,
  faults: readonly FieldFault[],
): readonly PlacedFault[] {
  if (!read.ok) return []
  return faults
    .map(({ path, reason }) => ({
      place: read.placeOf(path),
      text: path === '' ? reason : `${path}: ${reason}`,
    }))
    .toSorted((a, b) => a.place.offset - b.place.offset)
}
