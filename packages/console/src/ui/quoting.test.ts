import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { programText, shellWord } from './quoting.ts'

const hostile = [
  ...['', "'", "''", "'\\''", '\\', '\\\\', '"', '$(id)', '`id`', '$HOME', '-n', '*', '~', '!!'],
  ...["a'b\nc", '\n', '\r\n', '\t', '; exit 3', '&& false #', '\u2028', 'Zoë 𝒳', '</script>'],
]
/** A shell has no word with a zero in it. */
const anyText = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''))

test('a shell reads each word as it was, whatever is in it', () => {
  const words = [...hostile, ...fc.sample(anyText, { numRuns: 200, seed: 7 })]
  const wanted = words.map((word) => Buffer.from(word).toString())
  const told = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(shellWord).join(' ')}`])
  assert.deepEqual(told.toString().split('\0').slice(0, -1), wanted)
})

test('a program reads a text as it was, but for the ends of lines, which are spaces', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, fc.constantFrom(...hostile)), (text) => {
      const code = programText(text)
      assert.equal(runInNewContext(code), text.replace(/[\n\r\u2028\u2029]/g, ' '))
      assert.ok(!/[\n\r]/.test(code), 'it stays on its line')
    }),
    { numRuns: 200 },
  )
})
