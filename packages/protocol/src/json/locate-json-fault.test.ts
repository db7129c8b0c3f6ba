import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { locateJsonFault } from './locate-json-fault.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('where a text stops being JSON', () => {
  const cases: readonly (readonly [string, number, number, RegExp])[] = [
    ['', 1, 1, /ends too early/],
    ['x', 1, 1, /a value is missing/],
    ['{"a": 1,\n}', 2, 1, /a name in double quotes is missing/],
    ['{"a": 1\r\n "b": 2}', 2, 2, /a comma or } is missing/],
    ['[1 2]', 1, 4, /a comma or ] is missing/],
    ['{"a" 1}', 1, 6, /a colon is missing/],
    ['{"a": "b\n"}', 1, 7, /not closed/],
    ['{"a": "\\x"}', 1, 7, /escaped/],
    ['{} {}', 1, 4, /more after the end/],
    ['[01]', 1, 3, /a comma/],
    ['{a: 1}', 1, 2, /double quotes/],
    ['[1,\n\n  2', 3, 4, /ends too early/],
  ]
  for (const [text, line, column, reason] of cases) {
    test(`${JSON.stringify(text)} at ${line}:${column}`, () => {
      const fault = locateJsonFault(text)
      assert.deepEqual([fault?.line, fault?.column], [line, column])
      assert.match(fault?.reason ?? '', reason)
    })
  }

  test('what JSON.parse takes has no fault', () => {
    fc.assert(fc.property(fc.json(), (text) => locateJsonFault(text) === undefined))
  })

  test('a text with one character changed has a fault exactly if JSON.parse refuses it', () => {
    const edit = fc.record({ text: fc.json(), at: fc.nat(), by: fc.string({ maxLength: 2 }) })
    fc.assert(
      fc.property(edit, ({ text, at, by }) => {
        const index = at % (text.length + 1)
        const changed = text.slice(0, index) + by + text.slice(index + 1)
        return (locateJsonFault(changed) === undefined) === isJson(changed)
      }),
      { numRuns: 2000 },
    )
  })
})
