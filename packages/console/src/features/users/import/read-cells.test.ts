import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { directory } from '../fixtures.ts'
import { type CellFault, fold, listIn, namesOf, readCells } from './read-cells.ts'

const names = namesOf(directory, () => true)

function read(cells: Parameters<typeof readCells>[0]) {
  const faults: CellFault[] = []
  const given = readCells(cells, names, faults)
  return { given, told: faults.map(({ field, fault }) => `${field} ${fault}`) }
}

describe('names in one cell', () => {
  test('a quoted name may stand anywhere, with spaces around it', () => {
    assert.deepEqual(listIn('Administrator; "Senior; agent"'), ['Administrator', 'Senior; agent'])
    assert.deepEqual(listIn(' "a;b" ;  "c""d;e"  ; f'), ['a;b', 'c"d;e', 'f'])
  })

  test('quotes that quote no whole name are part of it', () => {
    assert.deepEqual(listIn('the "best" team; b'), ['the "best" team', 'b'])
    assert.deepEqual(listIn('"a" b; c'), ['"a" b', 'c'])
    assert.deepEqual(listIn('"open; b'), ['"open', 'b'])
  })

  test('separators alone name nothing, which is not the same as an empty cell', () => {
    assert.deepEqual(listIn(' ; ;'), [])
    assert.equal(listIn(undefined), undefined)
    assert.deepEqual(read({ skills: ';' }).given, { skillIds: [] }, 'takes all away')
    assert.deepEqual(read({ skills: '' }).given, {})
  })

  test('a cell that is made to take long does not', () => {
    const began = performance.now()
    for (const part of ['"', '""', ' ', '";', '"a";', ' "', '"" ']) listIn(part.repeat(20_000))
    assert.ok(performance.now() - began < 2000)
  })
})

describe('cells', () => {
  test('members of every object are no names of the account', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      assert.deepEqual(read({ skills: name }), {
        ...{ given: { skillIds: [] }, told: ['skills unknown'] },
      })
      assert.deepEqual(read({ enabled: name }).told, ['enabled yes_or_no'])
    }
  })

  test('a number is whole, written plainly, and at most 1000', () => {
    for (const good of ['0', '3', '1000', '007']) {
      assert.deepEqual(read({ maxChats: good }), { given: { maxChats: Number(good) }, told: [] })
    }
    for (const bad of [
      '1001',
      '-1',
      '1.5',
      '1e2',
      '0x10',
      '３',
      ' 5',
      '99999999999999999999',
      '∞',
    ]) {
      assert.deepEqual(read({ maxChats: bad }).told, ['maxChats number'], bad)
    }
  })

  test('texts end at their longest', () => {
    assert.deepEqual(read({ nickname: 'x'.repeat(100), employeeId: 'x'.repeat(100) }).told, [])
    assert.deepEqual(
      read({
        ...{ nickname: 'x'.repeat(101), fullName: 'x'.repeat(101), employeeId: 'x'.repeat(101) },
        ...{ description: 'x'.repeat(1001), mobileNumber: '1'.repeat(51) },
      }).told.sort(),
      [
        ...['description too_long', 'employeeId too_long', 'fullName too_long'],
        ...['mobileNumber too_long', 'nickname too_long'],
      ],
    )
  })

  test('yes and no in the words of spreadsheets, whatever their case and width', () => {
    for (const word of ['YES', 'True', '1', 'x', 'ＯＮ']) {
      assert.deepEqual(read({ enabled: word }).given, { isEnabled: true }, word)
    }
    for (const word of ['No', 'FALSE', '0', 'Locked']) {
      assert.deepEqual(read({ enabled: word }).given, { isEnabled: false }, word)
    }
  })

  test('one works in one group, manages many; five profiles are too many', () => {
    assert.deepEqual(read({ group: 'Night; Sales' }).told, ['group unknown'])
    assert.deepEqual(read({ manages: 'Night; SALES' }).given, {
      managerOf: [{ agentGroupId: 2 }, { agentGroupId: 3 }],
    })
    const five = read({ profiles: 'Agent; Head; Administrator; Operator; Nobody' })
    assert.deepEqual(five.told, ['profiles too_many_profiles', 'profiles unknown'])
    assert.deepEqual(read({ profiles: 'Agent; agent' }).told, ['profiles second_of_role'])
  })

  test('whatever a cell holds, it is read or told, and never thrown', () => {
    const cell = fc.string({ unit: 'binary', maxLength: 30 })
    const cells = fc.record(
      {
        ...{ email: cell, enabled: cell, profiles: cell, skills: cell, lobs: cell, group: cell },
        ...{ manages: cell, maxChats: cell, nickname: cell },
      },
      { requiredKeys: [] },
    )
    const known = new Set(directory.skills.map(({ id }) => id))
    fc.assert(
      fc.property(cells, (given) => {
        const { skillIds = [], maxChats = 0 } = read(given).given
        assert.ok(skillIds.every((id) => known.has(id)))
        const isTold = read(given).told.includes('maxChats number')
        assert.ok(isTold || (Number.isInteger(maxChats) && maxChats >= 0 && maxChats <= 1000))
      }),
    )
  })
})

test('names are folded once and for all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const folded = fold(text)
      assert.equal(fold(` ${folded} `), folded)
    }),
  )
  assert.equal(fold('ＡＮＮＡ'), 'anna')
})
