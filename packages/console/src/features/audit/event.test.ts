import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AuditEvent, changedTogether, readEvent, selection } from './event.ts'

const wire = {
  sequence: 9,
  objectType: 'Users',
  objectId: '7',
  objectName: 'ann',
  actionType: 'Edit',
  element: 'N/A',
  oldValue: '',
  newValue: '',
  originator: 'The Admin',
  originatorLoginName: 'admin',
  originatorUserId: null,
  originatorUserAgent: 'curl',
  originatorAuthType: 'bearer',
  originatorProfiles: ['Administrator'],
  address: '127.0.0.1',
  requestId: 'r1',
  changedAt: '2026-11-29T03:31:15.300Z',
}

test('an event is read: its kind by code, N/A as nothing', () => {
  const event = readEvent(wire)
  assert.equal(event.type, 'ACUserObject')
  assert.equal(event.typeLabel, 'Users')
  assert.equal(event.at, '2026-11-29T03:31:15.300Z')
  assert.equal(event.element, '')
  assert.equal(event.userId, undefined)
})

test('every member that is read is selected, and no other', () => {
  assert.deepEqual(selection.split(' ').sort(), Object.keys(wire).sort())
})

test('what one request changed of one object stands together, in order; the rest is apart', () => {
  const at = (sequence: number, more: Partial<AuditEvent> = {}): AuditEvent => ({
    ...readEvent({ ...wire, sequence }),
    ...more,
  })
  const first = at(3, { element: 'email' })
  const other = at(4, { type: 'ACSessionObject' })
  const stranger = at(6, { requestId: 'r2' })
  const found = changedTogether(first, [stranger, at(5, { element: 'name' }), other, first])
  assert.deepEqual(
    found.together.map(({ sequence }) => sequence),
    [3, 5],
  )
  assert.deepEqual(
    found.besides.map(({ sequence }) => sequence),
    [4],
  )
  assert.deepEqual(changedTogether(at(3, { requestId: '' }), [at(8, { requestId: '' })]), {
    together: [at(3, { requestId: '' })],
    besides: [],
  })
  assert.deepEqual(changedTogether(first, []).together, [first])
})
