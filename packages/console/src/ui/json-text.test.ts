import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readJson } from './json-text.ts'

const manifest = `{
  "client_name": "orders",
  "redirect_uris": [
    "https://a.example/cb",
    "javascript:alert(1)"
  ],
  "capabilities": {
    "webhooks": {
      "ms.MessagingEventNotification.ContentEvent": { "endpoint": "http://x" }
    }
  }
}`

function placesIn(text: string, ...paths: readonly string[]) {
  const read = readJson(text)
  assert.ok(read.ok)
  return paths.map((path) => {
    const { line, column } = read.placeOf(path)
    return [line, column]
  })
}

function faultIn(text: string) {
  const read = readJson(text)
  assert.equal(read.ok, false, text)
  const { kind, found, place } = (read as Extract<typeof read, { ok: false }>).fault
  return [kind, found, place.line, place.column]
}

test('a path leads to the line and column of the member or item that it names', () => {
  assert.deepEqual(placesIn(manifest, 'client_name', 'redirect_uris', 'redirect_uris[1]'), [
    [2, 3],
    [3, 3],
    [5, 5],
  ])
})

test('names that hold dots are found whole', () => {
  const hook = 'capabilities.webhooks.ms.MessagingEventNotification.ContentEvent'
  assert.deepEqual(placesIn(manifest, hook, `${hook}.endpoint`), [
    [9, 7],
    [9, 55],
  ])
})

test('what is not there is shown at the object or list that lacks it', () => {
  assert.deepEqual(
    placesIn(manifest, 'jwks', 'capabilities.webhooks.x.endpoint', 'redirect_uris[7]', ''),
    [
      [1, 1],
      [8, 5],
      [3, 3],
      [1, 1],
    ],
  )
})

test('of a member that stands twice the last counts, and each repeat is told', () => {
  const text = '{"a": 1,\n "b": {"a": 2, "a": 3},\n "a": [4]}'
  const read = readJson(text)
  assert.ok(read.ok)
  assert.deepEqual(read.value, { a: [4], b: { a: 3 } })
  assert.deepEqual(
    read.duplicates.map(({ found, place: { line, column } }) => [found, line, column]),
    [
      ['a', 2, 16],
      ['a', 3, 2],
    ],
  )
  assert.deepEqual(placesIn(text, 'a[0]', 'a', 'b.a'), [
    [3, 8],
    [3, 2],
    [2, 16],
  ])
  const escaped = readJson('{"a":1,"\\u0061":2}')
  assert.ok(escaped.ok)
  assert.equal(escaped.duplicates.length, 1, 'however it is written')
})

test('what is no JSON is told with its place', () => {
  const table: readonly (readonly [string, readonly (string | number)[]])[] = [
    ['', ['empty', '', 1, 1]],
    [' \n\t', ['empty', '', 2, 2]],
    ['{', ['unended', '', 1, 2]],
    ['{"a": 1', ['unended', '', 1, 8]],
    ['{"a": }', ['unexpected', '}', 1, 7]],
    ['{"a": 1,}', ['unexpected', '}', 1, 9]],
    ['[1,\n 2,\n]', ['unexpected', ']', 3, 1]],
    ['{"a" 1}', ['unexpected', '1', 1, 6]],
    ['{"a": 1 "b": 2}', ['unexpected', '"', 1, 9]],
    ["{'a': 1}", ['unexpected', "'", 1, 2]],
    ['{a: 1}', ['unexpected', 'a', 1, 2]],
    ['{"a": "x\n"}', ['text', '', 1, 9]],
    ['{"a": "x\\q"}', ['text', '', 1, 9]],
    ['{"a": "x', ['text', '', 1, 9]],
    ['"\\u12"', ['text', '', 1, 2]],
    ['{"a": 01}', ['number', '1', 1, 8]],
    ['1.', ['number', '.', 1, 2]],
    ['1e5x', ['number', 'x', 1, 4]],
    ['-', ['unexpected', '-', 1, 1]],
    ['nul', ['unexpected', 'n', 1, 1]],
    ['{} {}', ['unexpected', '{', 1, 4]],
    ['{} // done', ['unexpected', '/', 1, 4]],
    ['\ufeff{}', ['unexpected', '\ufeff', 1, 1]],
    ['{"😀": 😀}', ['unexpected', '😀', 1, 7]],
  ]
  for (const [text, fault] of table) assert.deepEqual(faultIn(text), fault, text)
})

test('lines end as in any editor, and columns are characters', () => {
  assert.deepEqual(placesIn('{\r\n"a":\r1,\n"😀": 2, "b": 3}', 'a', '😀', 'b'), [
    [2, 1],
    [4, 1],
    [4, 9],
  ])
})

test('a text that is nested to hurt is refused, not followed', () => {
  assert.deepEqual(faultIn('['.repeat(100_000)), ['deep', '[', 1, 65])
  assert.ok(readJson(`${'['.repeat(64)}${']'.repeat(64)}`).ok)
})

test('names of every object are names like others', () => {
  const read = readJson('{"__proto__": {"x": 1}, "constructor": [2]}')
  assert.ok(read.ok)
  assert.equal(read.placeOf('__proto__.x').column, 16)
  assert.equal(read.placeOf('toString').column, 1)
})

test('whatever is written: it reads what JSON.parse reads, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', '1', '\\', ' '),
      (...given) => {
        const [json, at, noise] = given
        const cut = at % (json.length + 1)
        const text = json.slice(0, cut) + noise + json.slice(cut + (at % 2))
        const read = readJson(text)
        let value: unknown
        try {
          value = JSON.parse(text)
        } catch {
          assert.equal(read.ok, false, text)
          return
        }
        assert.ok(read.ok, text)
        assert.deepEqual(read.value, value)
      },
    ),
    { numRuns: 2000 },
  )
})

test('a long text is read in one pass', () => {
  const text = JSON.stringify({ text: `${'x'.repeat(100_000)}\\"`, list: Array(20_000).fill(0) })
  const began = performance.now()
  assert.ok(readJson(text).ok)
  assert.ok(performance.now() - began < 500)
})
