/**
 * Reads JSON (RFC 8259) and knows where everything stands in its text, so that a fault that is told by a path, such as
 * `redirect_uris[1]`, can be shown at its line.
 */
import { deepestNesting } from '@watchword/protocol/json/strict-json.ts'

/** Where something stands. Lines and columns count from 1, columns in characters; `offset` is for the caret. */
export type Place = { readonly line: number; readonly column: number; readonly offset: number }

/** What can be wrong with a text before anybody knows what it is to mean. */
export type JsonFault = {
  readonly kind: 'empty' | 'unexpected' | 'unended' | 'text' | 'number' | 'deep' | 'duplicate'
  /** What stands there: a character, or the name of a member that was there before. */
  readonly found: string
  readonly place: Place
}

export type JsonText =
  | { readonly ok: false; readonly fault: JsonFault }
  | {
      readonly ok: true
      readonly value: unknown
      /** Members that stand twice in one object: the server refuses them. */
      readonly duplicates: readonly JsonFault[]
      /** Where a path leads, or as far as it leads: what is missing is missing from the object around it. */
      placeOf(path: string): Place
    }

export function readJson(text: string): JsonText {
  const reader: Reader = { text, at: 0, depth: 0, starts: new Map(), duplicates: [] }
  const fault = readDocument(reader)
  const placeAt = (offset: number) => placeIn(text, offset)
  if (fault !== undefined) return { ok: false, fault: placed(fault, placeAt) }
  return {
    ok: true,
    value: JSON.parse(text),
    duplicates: reader.duplicates.map((one) => placed(one, placeAt)),
    placeOf: (path) => placeAt(startOf(reader.starts, path)),
  }
}

/** The line and column of an offset. Lines end as editors have it: LF, CR or both. */
export function placeIn(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split(/\r\n|[\n\r]/)
  return { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1, offset }
}

type Fault = Pick<JsonFault, 'kind' | 'found'> & { readonly offset: number }

/** `starts`: where what a path names begins, its name included. */
type Reader = {
  readonly text: string
  at: number
  depth: number
  readonly starts: Map<string, number>
  readonly duplicates: Fault[]
}

function placed({ kind, found, offset }: Fault, placeAt: (offset: number) => Place): JsonFault {
  return { kind, found, place: placeAt(offset) }
}

/** The longest part of the path that is there. Names may hold dots, so the path is shortened, not taken apart. */
function startOf(starts: ReadonlyMap<string, number>, path: string): number {
  for (let known = path; known !== ''; known = shortened(known)) {
    const start = starts.get(known)
    if (start !== undefined) return start
  }
  return starts.get('') ?? 0
}

function shortened(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['), 0))
}

function readDocument(reader: Reader): Fault | undefined {
  skipSpace(reader)
  if (reader.at >= reader.text.length) return { kind: 'empty', found: '', offset: reader.at }
  const fault = readValue(reader, '', reader.at)
  if (fault !== undefined) return fault
  skipSpace(reader)
  return reader.at < reader.text.length ? unexpected(reader) : undefined
}

function skipSpace(reader: Reader): void {
  reader.at = endOf(/[ \t\n\r]*/y, reader)
}

/** Where a pattern that is tried here ends; here, if it does not fit. */
function endOf(pattern: RegExp, { text, at }: Reader): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

function unexpected({ text, at }: Reader): Fault {
  const code = text.codePointAt(at)
  return code === undefined
    ? { kind: 'unended', found: '', offset: at }
    : { kind: 'unexpected', found: String.fromCodePoint(code), offset: at }
}

const words = /true|false|null/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const wholeText = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"/uy

/** `start`: where the member or item begins that this is the value of. */
function readValue(reader: Reader, path: string, start: number): Fault | undefined {
  reader.starts.set(path, start)
  const first = reader.text[reader.at]
  if (first === '{' || first === '[') {
    if (reader.depth >= deepestNesting) return { kind: 'deep', found: first, offset: reader.at }
    reader.depth += 1
    const fault = first === '{' ? readObject(reader, path) : readArray(reader, path)
    reader.depth -= 1
    return fault
  }
  if (first === '"') return readText(reader)
  const end = endOf(words, reader)
  if (end > reader.at) {
    reader.at = end
    return undefined
  }
  return readNumber(reader)
}

function readNumber(reader: Reader): Fault | undefined {
  const end = endOf(number, reader)
  if (end === reader.at) return unexpected(reader)
  const next = reader.text[end] ?? ''
  if (/[\w.+-]/.test(next)) return { kind: 'number', found: next, offset: end }
  reader.at = end
  return undefined
}

function readText(reader: Reader): Fault | undefined {
  const end = endOf(wholeText, reader)
  if (end > reader.at) {
    reader.at = end
    return undefined
  }
  return { kind: 'text', found: '', offset: faultInText(reader) }
}

/** Where a text stops being one: at a bad escape, at the end of its line, or at the end of everything. */
function faultInText({ text, at }: Reader): number {
  const good = /(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*/uy
  good.lastIndex = at + 1
  return good.test(text) ? good.lastIndex : at + 1
}

function readObject(reader: Reader, path: string): Fault | undefined {
  const seen = new Set<string>()
  return readBetween(reader, '}', () => {
    const start = reader.at
    if (reader.text[start] !== '"') return unexpected(reader)
    const fault = readText(reader)
    if (fault !== undefined) return fault
    const name = JSON.parse(reader.text.slice(start, reader.at)) as string
    if (seen.has(name)) reader.duplicates.push({ kind: 'duplicate', found: name, offset: start })
    seen.add(name)
    skipSpace(reader)
    if (reader.text[reader.at] !== ':') return unexpected(reader)
    reader.at += 1
    skipSpace(reader)
    return readValue(reader, path === '' ? name : `${path}.${name}`, start)
  })
}

function readArray(reader: Reader, path: string): Fault | undefined {
  let index = 0
  return readBetween(reader, ']', () => {
    const fault = readValue(reader, `${path}[${index}]`, reader.at)
    index += 1
    return fault
  })
}

/** Parts with commas between them, up to the bracket that closes. */
function readBetween(
  reader: Reader,
  close: string,
  readPart: () => Fault | undefined,
): Fault | undefined {
  reader.at += 1
  skipSpace(reader)
  if (reader.text[reader.at] === close) {
    reader.at += 1
    return undefined
  }
  for (;;) {
    const fault = readPart()
    if (fault !== undefined) return fault
    skipSpace(reader)
    const next = reader.text[reader.at]
    if (next !== ',' && next !== close) return unexpected(reader)
    reader.at += 1
    if (next === close) return undefined
    skipSpace(reader)
  }
}
