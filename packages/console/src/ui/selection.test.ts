import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { howManyOf, toggleRow, toggleShown } from './selection.ts'

const shown = ['a', 'b', 'c', 'd', 'e']
const listed = (selected: ReadonlySet<string>) => [...selected].sort().join('')

test('one row is chosen and taken back, and the set that was given stays', () => {
  const before = new Set(['a'])
  assert.equal(listed(toggleRow(before, 'b')), 'ab')
  assert.equal(listed(toggleRow(before, 'a')), '')
  assert.equal(listed(before), 'a')
})

test('a range goes either way, and does to all what it does to its end', () => {
  const range = (anchor: string | undefined) => ({ shown, anchor })
  assert.equal(listed(toggleRow(new Set(['b']), 'd', range('b'))), 'bcd')
  assert.equal(listed(toggleRow(new Set(['d']), 'b', range('d'))), 'bcd')
  assert.equal(listed(toggleRow(new Set(shown), 'b', range('d'))), 'ae')
})

test('a range from a row that is not shown any more is the row alone', () => {
  assert.equal(listed(toggleRow(new Set(), 'c', { shown, anchor: 'gone' })), 'c')
  assert.equal(listed(toggleRow(new Set(), 'c', { shown, anchor: undefined })), 'c')
})

test('all that is shown is chosen, then taken back; what is not shown stays chosen', () => {
  const all = toggleShown(new Set(['a', 'hidden']), shown)
  assert.equal(all.size, 6)
  assert.deepEqual([...toggleShown(all, shown)], ['hidden'])
  assert.equal(howManyOf(all, shown), 5)
  assert.equal(howManyOf(new Set(), shown), 0)
})

test('whatever is chosen: choosing twice is as before, and what is not shown is never touched', () => {
  const ids = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', '__proto__', 'constructor', ''))
  fc.assert(
    fc.property(ids, ids, fc.nat(), fc.nat(), (chosen, list, one, other) => {
      const before = new Set(chosen)
      const hidden = chosen.filter((id) => !list.includes(id)).sort()
      const stays = (after: ReadonlySet<string>) =>
        assert.deepEqual([...after].filter((id) => !list.includes(id)).sort(), hidden)
      const all = toggleShown(before, list)
      stays(all)
      const howMany = howManyOf(all, list)
      assert.ok(howMany === 0 || howMany === list.length)
      if (list.length === 0) return
      const id = list[one % list.length] ?? ''
      const anchor = list[other % list.length] ?? ''
      assert.deepEqual(new Set(toggleRow(toggleRow(before, id), id)), before)
      const range = toggleRow(before, id, { shown: list, anchor })
      stays(range)
      assert.notEqual(range.has(id), before.has(id))
      assert.equal(range.has(anchor), range.has(id), 'both ends alike')
    }),
  )
})
