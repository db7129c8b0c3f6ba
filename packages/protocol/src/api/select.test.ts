import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseSelector, type Selector, select } from './select.ts'

const user = {
  id: 1,
  name: 'Ada',
  deleted: false,
  maxAsyncChats: null,
  skillIds: [3, 4],
  memberOf: { agentGroupId: -1, assignmentDate: '2015-06-22 19:20:03' },
  profiles: [
    { id: 7, name: 'Agent', roleTypeId: 2 },
    { id: 8, name: 'Administrator', roleTypeId: 1 },
  ],
}

const selected = (text: string, object: object = user) => select(parseSelector(text), object)

describe('contract 1 section 4.2: select', () => {
  const cases: readonly (readonly [string, object])[] = [
    ['id', { id: 1 }],
    ['id,name', { id: 1, name: 'Ada' }],
    [' id , name ', { id: 1, name: 'Ada' }],
    ['skillIds,maxAsyncChats', { skillIds: [3, 4], maxAsyncChats: null }],
    ['memberOf', { memberOf: user.memberOf }],
    ['memberOf(agentGroupId)', { memberOf: { agentGroupId: -1 } }],
    ['memberOf/agentGroupId', { memberOf: { agentGroupId: -1 } }],
    ['profiles(id,name)', { profiles: user.profiles.map(({ id, name }) => ({ id, name })) }],
    ['profiles( id ),id', { profiles: [{ id: 7 }, { id: 8 }], id: 1 }],
    ['profiles($all)', { profiles: user.profiles }],
    ['profiles/$all', { profiles: user.profiles }],
    ['$all', user],
    ["$all'", user],
    ["id,name'", { id: 1, name: 'Ada' }],
    ['id,$all', user],
    ['$all,memberOf(agentGroupId)', user],
  ]
  for (const [text, expected] of cases) {
    test(`${text} keeps what it names`, () => assert.deepEqual(selected(text), expected))
  }

  test('an unknown field is silently blank', () => {
    assert.deepEqual(selected('nope'), {})
    assert.deepEqual(selected('id,nope(a,b)'), { id: 1 })
    assert.deepEqual(selected('memberOf(nope)'), { memberOf: {} })
  })

  test('two selectors on one parent add up, unlike the known upstream bug', () => {
    const hotkey = { hotkey: { prefix: 'a', suffix: 'b', other: 'c' } }
    const both = { hotkey: { prefix: 'a', suffix: 'b' } }
    assert.deepEqual(selected('hotkey(prefix),hotkey(suffix)', hotkey), both)
    assert.deepEqual(selected('hotkey/prefix,hotkey(suffix)', hotkey), both)
    assert.deepEqual(selected('hotkey(prefix),hotkey', hotkey), hotkey)
    assert.deepEqual(selected('hotkey,hotkey(prefix)', hotkey), hotkey)
  })

  test('a list is mapped element by element', () => {
    assert.deepEqual(selected('id', [user, { ...user, id: 2 }]), [{ id: 1 }, { id: 2 }])
  })

  test('a selector below a plain value leaves the value as it is', () => {
    assert.deepEqual(selected('id(x),maxAsyncChats(x),skillIds(x)'), {
      id: 1,
      maxAsyncChats: null,
      skillIds: [3, 4],
    })
  })

  test('no selector selects everything', () => assert.equal(select(undefined, user), user))
})

describe('contract 1 section 4.2: a malformed selector does not fail and selects everything', () => {
  const malformed = [
    ...['', ' ', ',', 'id,', ',id', 'id,,name', 'a(', 'a()', 'a(b', 'a)', 'a(b))', '(a)', 'a(b)c'],
    ...['a b', 'a/', '/a', 'a//b', 'a(/b)', "'", "$all''", '"id"', 'id;name', 'id.name', 'a(b)/c'],
    ...['*', 'é', 'a\u0000', 'id\u2028(', '<b>', '[id]'],
  ]
  for (const text of malformed) {
    test(JSON.stringify(text), () => {
      assert.equal(parseSelector(text), undefined)
      assert.deepEqual(selected(text), user)
    })
  }
})

describe('contract 1 section 4.2: hostile selectors', () => {
  const nested = (depth: number) => `${'a('.repeat(depth - 1)}a${')'.repeat(depth - 1)}`
  const path = (depth: number) => Array.from({ length: depth }, () => 'a').join('/')

  test('a depth of 16 is read, 17 is malformed, by parenthesis and by slash', () => {
    assert.notEqual(parseSelector(nested(16)), undefined)
    assert.equal(parseSelector(nested(17)), undefined)
    assert.notEqual(parseSelector(path(16)), undefined)
    assert.equal(parseSelector(path(17)), undefined)
    assert.equal(parseSelector(`${path(9)}(${path(8)})`), undefined)
  })

  test('4096 characters are read, 4097 are malformed', () => {
    assert.notEqual(parseSelector('a'.repeat(4096)), undefined)
    assert.equal(parseSelector('a'.repeat(4097)), undefined)
  })

  test('256 names are read, 257 are malformed', () => {
    const names = (count: number) => Array.from({ length: count }, (_, i) => `f${i}`).join(',')
    assert.notEqual(parseSelector(names(256)), undefined)
    assert.equal(parseSelector(names(257)), undefined)
  })

  test('no prototype is read or written', () => {
    const object = JSON.parse('{"__proto__":{"polluted":1},"id":1}')
    for (const text of ['__proto__', '__proto__(polluted)', 'constructor', 'toString,id']) {
      const result = selected(text, object)
      assert.equal(Object.getPrototypeOf(result), Object.prototype)
      assert.deepEqual(Object.keys(result), text.includes('id') ? ['id'] : [])
    }
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false)
  })

  test('parentheses without end cost nothing', () => {
    assert.equal(parseSelector('a('.repeat(2000)), undefined)
    assert.equal(parseSelector('('.repeat(4096)), undefined)
    assert.equal(parseSelector(' '.repeat(4096)), undefined)
  })
})

describe('contract 1 section 4.2: properties', () => {
  const name = fc.constantFrom('id', 'name', 'memberOf', 'agentGroupId', 'profiles', 'nope')
  const selector = fc.letrec((tie) => ({
    items: fc.array(tie('item'), { minLength: 1, maxLength: 3 }).map((items) => items.join(',')),
    item: fc.oneof(
      { maxDepth: 3 },
      name,
      fc.tuple(name, tie('items')).map(([n, s]) => `${n}(${s})`),
    ),
  })).items

  test('every text parses or is refused without a throw', () => {
    const alphabet = fc.constantFrom('a', 'b', '(', ')', ',', '/', ' ', '$all', "'", '__proto__')
    const text = fc.array(alphabet, { maxLength: 40 }).map((parts) => parts.join(''))
    fc.assert(fc.property(text, (t) => typeof selected(t) === 'object'))
  })

  test('a selection is part of the object, and selecting twice is selecting once', () => {
    fc.assert(
      fc.property(selector, (text) => {
        const parsed = parseSelector(text as string)
        assert.notEqual(parsed, undefined)
        const once = select(parsed, user)
        assert.deepEqual(select(parsed, once), once)
        assert.partialDeepStrictEqual(user, once)
      }),
    )
  })

  test('the order of the items does not matter', () => {
    fc.assert(
      fc.property(fc.array(selector, { minLength: 1, maxLength: 4 }), (texts) => {
        const there: Selector | undefined = parseSelector(texts.join(','))
        const back: Selector | undefined = parseSelector(texts.toReversed().join(','))
        assert.deepEqual(select(there, user), select(back, user))
      }),
    )
  })
})
