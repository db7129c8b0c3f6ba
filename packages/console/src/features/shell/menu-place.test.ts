import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasOthersBelow } from './menu-place.ts'

test('of two pages of the menu, one below the other, only one is the present one', () => {
  const menu = ['/', '/users', '/users-of-others', '/developers', '/developers/calls'].map(
    (to) => ({
      to,
    }),
  )
  const alone = menu.filter(({ to }) => hasOthersBelow(to, menu)).map(({ to }) => to)
  assert.deepEqual(alone, ['/', '/developers'])
  assert.equal(hasOthersBelow('/', []), true, 'every page stands below the start')
})
