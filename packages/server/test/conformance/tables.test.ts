/** The tables of docs/security name tests: those tests exist, under those names, in those files. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { basicPlan } from './basic-plan.ts'

const folder = new URL('../../../../docs/security/', import.meta.url)

type Row = { readonly line: number; readonly cells: readonly string[] }
type Named = { readonly label: string; readonly name: string }

/** The rows of all tables of a document, without their heads. */
function rowsOf(markdown: string): readonly Row[] {
  const lines = markdown.split('\n')
  return lines.flatMap((text, index) => {
    const isHead = /^\|[-|: ]+\|$/.test(lines[index + 1] ?? '')
    if (!text.startsWith('|') || isHead || /^\|[-|: ]+\|$/.test(text)) return []
    const cells = text.slice(1, -1).split('|')
    return [{ line: index + 1, cells: cells.map((cell) => cell.trim()) }]
  })
}

/** `[label] “name”, “name”; [label] “name”`. */
function testsOf(cell: string): readonly Named[] {
  return [...cell.matchAll(/\[([\w-]+)\]((?:,? ?“[^”]*”)+)/g)].flatMap(
    ([, label = '', names = '']) =>
      [...names.matchAll(/“([^”]*)”/g)].map(([, name = '']) => ({ label, name })),
  )
}

function targetsOf(markdown: string): ReadonlyMap<string, URL> {
  const definitions = markdown.matchAll(/^\[([\w-]+)\]: (\S+)$/gm)
  return new Map(
    [...definitions].map(([, label = '', path = '']) => [label, new URL(path, folder)]),
  )
}

/**
 * The names of tests in a file: what `test` and its like are called with, and the members and first elements of the
 * tables that they are made of. What is filled into a template may be anything.
 */
function hasTest(source: string, name: string): boolean {
  const called = /\b(?:test|describe|scenario)\(\s*(['"`])((?:\\.|(?!\1).)*)\1/g
  const inTables = /^\s*\[?\s*(['"`])((?:\\.|(?!\1).)*)\1\s*[:,]/gm
  return [...source.matchAll(called), ...source.matchAll(inTables)].some(([, , text = '']) => {
    const parts = text.split(/\$\{[^}]*\}/).map((part) => escaped(part))
    return new RegExp(`^${parts.join('.+')}$`).test(name)
  })
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

for (const document of ['conformance.md', 'rfc9700.md']) {
  describe(`docs/security/${document}`, () => {
    const markdown = readFileSync(new URL(document, folder), 'utf8')
    const targets = targetsOf(markdown)
    const rows = rowsOf(markdown)

    test('has its tables, and every row names a test', () => {
      assert.ok(rows.length > 50, `${rows.length} rows`)
      for (const { line, cells } of rows) {
        assert.ok(testsOf(cells.at(-1) ?? '').length > 0, `line ${line} names no test`)
      }
    })

    test('every file and every test that is named exists', () => {
      const missing = rows.flatMap(({ line, cells }) =>
        testsOf(cells.at(-1) ?? '').flatMap(({ label, name }) => {
          const target = targets.get(label)
          if (target === undefined || !existsSync(target)) return [`line ${line}: [${label}]`]
          return hasTest(readFileSync(target, 'utf8'), name) ? [] : [`line ${line}: “${name}”`]
        }),
      )
      assert.deepEqual(missing, [])
    })

    test('no definition of a file is left over', () => {
      for (const label of targets.keys()) {
        const uses = markdown.split(`[${label}]`).length - 1
        assert.ok(uses > 1, `[${label}] is defined and not used`)
      }
    })
  })
}

test('every module of the Basic plan has its row', () => {
  const markdown = readFileSync(new URL('conformance.md', folder), 'utf8')
  const modules = rowsOf(markdown).map(({ cells }) => cells[0])
  for (const name of Object.keys(basicPlan)) assert.ok(modules.includes(name), name)
})

test('a name that is not quite right is found out', () => {
  const source =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands for a source with a template
    "test('one, two', () => {})\n  test(`on ${kind}`, () => {})\n    'a-module': async () => {},\n"
  for (const name of ['one, two', 'on sqlite', 'a-module']) assert.ok(hasTest(source, name), name)
  for (const name of ['one', 'one, two, three', 'on ', 'a-modul']) assert.ok(!hasTest(source, name))
})
