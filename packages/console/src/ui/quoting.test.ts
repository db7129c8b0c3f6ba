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

const anyProgram = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile))

test('a program reads a text as it was, on one line', () => {
  fc.assert(
    fc.property(anyProgram, (text) => {
      const code = programText(text)
      assert.equal(runInNewContext(code), text)
      assert.ok(!/[\p{Cc}\p{Zl}\p{Zp}]/u.test(code), code)
    }),
    { numRuns: 300 },
  )
  for (const half of ['\ud83d', '\udc4dx', 'a\ud83d\ud83d\udc4d']) {
    assert.equal(runInNewContext(programText(half)), half)
  }
})

test('nothing in a text ends the script element around it, or turns its line around', () => {
  for (const text of ['</script>', '<!--<script>', '\u202e);evil(', '\u2066x\u2069', '\ufeff']) {
    assert.doesNotMatch(programText(text), /[<\u202e\u2066\u2069\ufeff]/, text)
  }
})

test('what people write is left as they wrote it', () => {
  for (const text of ['Zoë 𝒳 👩‍💻', 'https://a.example/cb?a=1&b=%20', '"$HOME" `id`']) {
    assert.equal(programText(text), `'${text}'`)
  }
})

/** Python's own escapes (Language Reference, section 2.4.1), as far as they are used here. */
function readByPython(code: string): string {
  const inside = /^'((?:[^'\\\n\r]|\\['\\]|\\u[0-9a-f]{4})*)'$/.exec(code)?.[1]
  assert.notEqual(inside, undefined, code)
  return (inside ?? '').replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, hex: string, one: string) =>
    hex === undefined ? one : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

test('Python knows each escape that is used, and reads the same', () => {
  fc.assert(fc.property(anyProgram, (text) => readByPython(programText(text)) === text))
})
