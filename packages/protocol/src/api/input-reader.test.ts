import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Check } from 'typebox/value'
import {
  descriptionText,
  emailText,
  loginNameText,
  nameText,
  surveyIdText,
  urlText,
} from './entity-text.ts'
import {
  entityId,
  flag,
  type InputContext,
  type InputMode,
  ids,
  integer,
  list,
  maxFaults,
  nullable,
  type Reader,
  refuse,
  secret,
  text,
} from './input-reader.ts'

function read<T>(reader: Reader<T>, value: unknown, mode: InputMode = 'create') {
  const context: InputContext = { mode, faults: [] }
  const result = reader.read(value, 'x', context)
  assert.equal(result === undefined, context.faults.length > 0, 'refused if and only if reported')
  return { result, reasons: context.faults.map(({ reason }) => reason) }
}

const taken = <T>(reader: Reader<T>, value: unknown, expected: T) => {
  assert.deepEqual(read(reader, value).result, expected)
  assert.ok(Check(reader.schema, value), `schema refuses ${JSON.stringify(value)}`)
}

const refused = (reader: Reader<unknown>, values: readonly unknown[]) => {
  for (const value of values) assert.equal(read(reader, value).result, undefined, String(value))
}

describe('contract 1 section 4.3: numbers and truth values, as such or as text', () => {
  test('a number may be its decimal text, and comes out as a number', () => {
    taken(integer(-5, 10), 4, 4)
    taken(integer(-5, 10), '4', 4)
    taken(integer(-5, 10), '-5', -5)
    taken(integer(0, 10), '007', 7)
    taken(entityId, '987654321', 987654321)
    taken(entityId, -1, -1)
  })

  test('minus nought is nought', () => {
    assert.ok(Object.is(read(integer(0, 1), -0).result, 0))
    assert.ok(Object.is(read(integer(0, 1), '-0').result, 0))
  })

  test('what is not a whole number is refused, 1e999 and texts of other forms too', () => {
    const values = [1.5, Number.NaN, JSON.parse('1e999'), -Infinity, 2 ** 53, true, null, [4], {}]
    refused(entityId, values)
    refused(entityId, ['', ' 4', '4 ', '+4', '4.0', '4e1', '0x4', 'four', '٤', '9'.repeat(16)])
  })

  test('bounds hold for both forms and are told', () => {
    assert.deepEqual(read(integer(0, 2), 3).reasons, ['must be from 0 to 2'])
    assert.deepEqual(read(integer(0, 2), '-1').reasons, ['must be from 0 to 2'])
  })

  test('a truth value may be "true" or "false", and nothing else', () => {
    taken(flag, true, true)
    taken(flag, 'true', true)
    taken(flag, false, false)
    taken(flag, 'false', false)
    refused(flag, ['True', 'yes', '', '1', 1, 0, null, [], {}])
  })

  test('every safe integer reads the same as a number and as text', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (number) => {
        const whole = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
        assert.equal(read(whole, number).result, read(whole, `${number}`).result)
      }),
    )
  })
})

describe('contract 1 section 4.3: texts, whose bounds are our decision', () => {
  test('the bound counts characters, not code units', () => {
    taken(text({ max: 2 }), '😀😀', '😀😀')
    assert.deepEqual(read(text({ max: 2 }), '😀😀😀').reasons, ['must have at most 2 characters'])
    assert.deepEqual(read(text({ max: 2 }), 'x'.repeat(9)).reasons, [
      'must have at most 2 characters',
    ])
    assert.deepEqual(read(text({ min: 3, max: 9 }), 'ab').reasons, [
      'must have at least 3 characters',
    ])
    assert.deepEqual(read(text({ min: 1, max: 9 }), '').reasons, ['must not be empty'])
  })

  test('an empty text may stand for a hidden one on update alone', () => {
    const hidden = text({ min: 1, max: 9, emptyOnUpdate: true })
    assert.equal(read(hidden, '', 'update').result, '')
    assert.equal(read(hidden, '', 'create').result, undefined)
  })

  test('only a string is a text', () => refused(nameText, [4, true, null, ['a'], {}]))

  test('control characters, line breaks and lone surrogates are refused in a name', () => {
    refused(nameText, [
      'a\u0000',
      'a\nb',
      'a\tb',
      '\u001b[31m',
      'a\u0085',
      'a\u2028b',
      '\ud800',
      'a\udc00',
    ])
    taken(nameText, 'Zoë O’Neil 😀', 'Zoë O’Neil 😀')
  })

  test('a name has 1 to 100 characters and is not blank', () => {
    taken(nameText, 'x'.repeat(100), 'x'.repeat(100))
    refused(nameText, ['', '   ', '\u00a0', 'x'.repeat(101)])
  })

  test('a description may have lines, but no other control characters', () => {
    taken(descriptionText, 'one\r\n\ttwo', 'one\r\n\ttwo')
    taken(descriptionText, '', '')
    refused(descriptionText, ['a\u0000b', 'a\u001b', 'x'.repeat(1001), '\udfff'])
  })

  test('an address is http, https or a path; a script is refused however it is disguised', () => {
    const addresses = [
      '',
      'https://a/b.png',
      'HTTP://a',
      '/pictures/1',
      'pictures/1?x=a:b',
      '//a/b',
    ]
    for (const value of addresses) taken(urlText, value, value)
    refused(urlText, ['javascript:alert(1)', ' JavaScript:x', '\u00a0data:,x', 'java\nscript:x'])
    refused(urlText, ['file:///etc', 'x'.repeat(2049)])
  })

  test('a login name has no space at its ends, so that two cannot look alike', () => {
    for (const value of ['a', 'ada@example.com', 'a b', "o'neil+x"])
      taken(loginNameText, value, value)
    refused(loginNameText, ['', ' ', ' a', 'a ', '\u00a0a', 'a\u3000', 'x'.repeat(255)])
    refused(loginNameText, ['a\u202eb', 'adm\u200bin', 'a\u00adb', '\u3164', 'ada\u{e0061}'])
  })

  test('an e-mail address has one @ and no space; it may be empty', () => {
    for (const value of ['', 'ada@example.com', 'x@localhost']) taken(emailText, value, value)
    refused(emailText, ['ada', '@', 'a@', '@b', 'a@b@c', 'a b@c', `${'x'.repeat(251)}@b.c`])
  })

  test('section 5.1: a survey id may be sent as a number, and is a text', () => {
    taken(surveyIdText, 1, '1')
    taken(surveyIdText, 'abc', 'abc')
    refused(surveyIdText, [1.5, true, {}])
  })

  test('a secret is any well-formed text up to its length, and its fault does not repeat it', () => {
    taken(secret(9), ' \u0001 x', ' \u0001 x')
    refused(secret(9), ['0123456789', '\ud800', 5, null])
    assert.deepEqual(read(secret(4), 'hunter2').reasons, ['must have at most 4 characters'])
  })

  test('patterns are linear: the longest text costs no more than a moment', () => {
    refused(loginNameText, [`a${' '.repeat(253)}`])
    refused(emailText, ['@'.repeat(254)])
    refused(urlText, [`${' '.repeat(2000)}a:`])
  })
})

describe('contract 1 section 4.3: lists', () => {
  test('each bad item is told by its index', () => {
    const context: InputContext = { mode: 'create', faults: [] }
    assert.equal(list(entityId, 9).read([1, 'x', 3, null], 'skillIds', context), undefined)
    assert.deepEqual(
      context.faults.map(({ path }) => path),
      ['skillIds[1]', 'skillIds[3]'],
    )
  })

  test('a list too long is refused unread, with one fault', () => {
    assert.deepEqual(read(list(entityId, 2), ['x', 'x', 'x']).reasons, [
      'must have at most 2 items',
    ])
  })

  test('only an array is a list', () =>
    refused(list(entityId, 9), ['1', 1, {}, { length: 0 }, null]))

  test('an id list is a set, in the order of first mention', () => {
    taken(ids(9), [3, '1', '3', 1], [3, 1])
    taken(ids(9), [], [])
  })
})

test('contract 1 section 5.1: null stays null where it means something', () => {
  taken(nullable(entityId), null, null)
  taken(nullable(entityId), '5', 5)
  refused(nullable(entityId), ['x', undefined])
})

test('contract README "validation failure": a hostile body gets at most 1000 faults', () => {
  const context: InputContext = { mode: 'create', faults: [] }
  for (let index = 0; index < 2000; index += 1) refuse(context, `${index}`, 'is bad')
  assert.equal(context.faults.length, maxFaults)
})
