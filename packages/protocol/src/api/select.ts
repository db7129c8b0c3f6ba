/**
 * The selector grammar of `select=`, contract 1 section 4.2 (YOGA "gdata").
 *
 *     selector = item *( "," item )
 *     item     = path [ "(" selector ")" ]
 *     path     = name *( "/" name )
 *
 * A selector is a set of paths. Two items on one parent add up, where the reference keeps only the
 * last, and a parent named whole (or `$all`) contains its children. The slash form is Google's; the
 * reference does not have it.
 */

/** What is selected: everything, or these fields with what is selected of each. */
export type Selector = 'all' | ReadonlyMap<string, Selector>

const maxLength = 4096
const maxDepth = 16
const maxNames = 256

type Node = { whole: boolean; readonly children: Map<string, Node> }
type Cursor = { readonly text: string; position: number; names: number }

/**
 * Reads a selector, contract 1 section 4.2. `undefined`: malformed, deeper than 16, longer than
 * 4096 characters or of more than 256 names; the caller then selects everything. One stray
 * apostrophe at the end is forgiven, because a client in the wild sends `$all'`.
 */
export function parseSelector(text: string): Selector | undefined {
  if (text.length > maxLength) return undefined
  const cursor = { text: text.endsWith("'") ? text.slice(0, -1) : text, position: 0, names: 0 }
  const root = createNode()
  if (!readItems(cursor, root, 1) || cursor.position < cursor.text.length) return undefined
  return toSelector(root)
}

/**
 * Keeps the selected fields of a wire object, contract 1 section 4.2. Arrays are mapped element by
 * element, a field the object does not have is silently left out, and no selector at all, as a
 * malformed one yields, selects everything. The object itself is never changed; when everything is
 * selected it is returned as it is.
 */
export function select<T extends object>(selector: Selector | undefined, object: T): Partial<T> {
  return pick(selector ?? 'all', object) as Partial<T>
}

function pick(selector: Selector, value: unknown): unknown {
  if (selector === 'all' || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => pick(selector, item))
  const source = value as Readonly<Record<string, unknown>>
  const picked: Record<string, unknown> = {}
  for (const [name, below] of selector) {
    if (Object.hasOwn(source, name)) picked[name] = pick(below, source[name])
  }
  return picked
}

function createNode(): Node {
  return { whole: false, children: new Map() }
}

function readItems(cursor: Cursor, parent: Node, depth: number): boolean {
  do {
    if (!readItem(cursor, parent, depth)) return false
  } while (take(cursor, ','))
  return true
}

function readItem(cursor: Cursor, parent: Node, depth: number): boolean {
  let node = parent
  let level = depth
  do {
    const name = readName(cursor)
    cursor.names += 1
    if (name === undefined || level > maxDepth || cursor.names > maxNames) return false
    node = name === '$all' ? wholeOf(node) : childOf(node, name)
    level += 1
  } while (take(cursor, '/'))
  if (!take(cursor, '(')) {
    node.whole = true
    return true
  }
  return readItems(cursor, node, level) && take(cursor, ')')
}

const nameOrSpace = /\s*([\w$-]+)\s*/y

function readName(cursor: Cursor): string | undefined {
  nameOrSpace.lastIndex = cursor.position
  const match = nameOrSpace.exec(cursor.text)
  if (match === null) return undefined
  cursor.position = nameOrSpace.lastIndex
  return match[1]
}

function take(cursor: Cursor, mark: string): boolean {
  if (cursor.text[cursor.position] !== mark) return false
  cursor.position += 1
  while (/\s/.test(cursor.text[cursor.position] ?? '')) cursor.position += 1
  return true
}

/** `$all` has nothing below it: what follows it in a path goes to a node that nobody reads. */
function wholeOf(node: Node): Node {
  node.whole = true
  return createNode()
}

function childOf(node: Node, name: string): Node {
  const known = node.children.get(name)
  if (known !== undefined) return known
  const child = createNode()
  node.children.set(name, child)
  return child
}

function toSelector(node: Node): Selector {
  if (node.whole) return 'all'
  const fields = new Map<string, Selector>()
  for (const [name, child] of node.children) {
    // Nothing on the wire has this name, and writing it would set a prototype.
    if (name !== '__proto__') fields.set(name, toSelector(child))
  }
  return fields
}
