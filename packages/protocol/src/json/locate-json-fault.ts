/** Where a text stops being JSON, counted as editors count: from 1. */
export type JsonFault = { readonly line: number; readonly column: number; readonly reason: string }

/**
 * Finds the first place where a text is not JSON (RFC 8259); `undefined`: it is JSON. Slower than
 * `JSON.parse`, which does not say where: for a person who must find the comma.
 */
export function locateJsonFault(text: string): JsonFault | undefined {
  const found = scan(text)
  if (found === undefined) return undefined
  const before = text.slice(0, found.offset).split(/\r\n|\r|\n/)
  const column = (before.at(-1) ?? '').length + 1
  return { line: before.length, column, reason: found.reason }
}

type State = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | 'next'
type Found = { readonly offset: number; readonly reason: string }

const space = /[ \t\r\n]*/y
const scalar =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|[\u007f-\u009f])*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy

function scan(text: string): Found | undefined {
  const open: ('{' | '[')[] = []
  let state: State = 'value'
  let offset = skip(text, 0)
  while (offset < text.length) {
    const step = stepAt(text, offset, state, open.at(-1))
    if (typeof step === 'string') return { offset, reason: step }
    if (step.opened !== undefined) open.push(step.opened)
    if (step.closed) open.pop()
    state = step.state
    offset = skip(text, offset + step.length)
  }
  if (state === 'next' && open.length === 0) return undefined
  return { offset, reason: 'the text ends too early' }
}

type Step = {
  readonly state: State
  readonly length: number
  readonly opened?: '{' | '['
  readonly closed?: boolean
}

function stepAt(
  text: string,
  offset: number,
  state: State,
  inside: '{' | '[' | undefined,
): Step | string {
  const character = text[offset] ?? ''
  if (state === 'next') return afterValue(character, inside)
  if (state === ':') return character === ':' ? { state: 'value', length: 1 } : 'a colon is missing'
  if (state === 'value or ]' && character === ']') return { state: 'next', length: 1, closed: true }
  if (state === 'name or }' && character === '}') return { state: 'next', length: 1, closed: true }
  const isName = state === 'name' || state === 'name or }'
  if (!isName && character === '{') return { state: 'name or }', length: 1, opened: '{' }
  if (!isName && character === '[') return { state: 'value or ]', length: 1, opened: '[' }
  scalar.lastIndex = offset
  const length = scalar.exec(text)?.[0].length
  if (isName) {
    if (character !== '"') return 'a name in double quotes is missing'
    return length === undefined ? badString : { state: ':', length }
  }
  if (length !== undefined) return { state: 'next', length }
  return character === '"' ? badString : 'a value is missing'
}

const badString = 'a text is not closed, or holds a character that must be escaped'

function afterValue(character: string, inside: '{' | '[' | undefined): Step | string {
  if (inside === undefined) return 'there is more after the end'
  const close = inside === '{' ? '}' : ']'
  if (character === close) return { state: 'next', length: 1, closed: true }
  if (character !== ',') return `a comma or ${close} is missing`
  return { state: inside === '{' ? 'name' : 'value', length: 1 }
}

function skip(text: string, offset: number): number {
  space.lastIndex = offset
  return offset + (space.exec(text)?.[0].length ?? 0)
}
