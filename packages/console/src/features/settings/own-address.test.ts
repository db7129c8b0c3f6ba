import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withAddress } from './own-address.ts'

const office = { range: '192.0.2.0/24', description: 'office' }
const own = { range: '2001:db8::7', description: '' }
const setting = (...value: readonly (typeof office)[]) => ({ isDefault: false, value })

test('one’s own address is added once, however often it is asked for', () => {
  const once = withAddress(setting(office), own.range)
  assert.deepEqual(once, setting(office, own))
  assert.deepEqual(withAddress(once, own.range), once)
})

test('a line that waits to be filled in takes it, with what is said beside it', () => {
  const waiting = { range: '', description: 'me' }
  assert.deepEqual(
    withAddress(setting(waiting, office), own.range),
    setting({ range: own.range, description: 'me' }, office),
  )
})

test('what followed the default is set from then on', () => {
  for (const before of [
    undefined,
    { isDefault: true, value: [] },
    { isDefault: true, value: null },
  ]) {
    assert.deepEqual(withAddress(before, own.range), setting(own))
  }
})

test('nothing that was there is changed', () => {
  const before = Object.freeze(setting(Object.freeze({ ...office })))
  withAddress(before, own.range)
  assert.deepEqual(before, setting(office))
})
