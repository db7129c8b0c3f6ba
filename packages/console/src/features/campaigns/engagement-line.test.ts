import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Engagement } from './engagement.ts'
import { lineOf } from './engagement-line.ts'
import { campaignWords as words } from './messages.ts'

const engagement: Engagement = {
  ...{ id: 1, campaignId: 2, engagementRevision: 1, name: 'x', description: '', enabled: true },
  ...{ connectorId: 4, allowUnauthMsg: false, conversationType: 1, channel: 1, source: 0 },
  ...{ skillId: null, skillName: null, language: null, weight: 0, entryPoints: [] },
  modifiedDate: '2026-02-01 00:00:00',
}
const about = { connectors: [{ id: 4, name: 'Brand login' }], words }

test('an engagement in a line: the way in, what, where, language and skill', () => {
  assert.equal(
    lineOf(engagement, about),
    'Brand login · Messaging, Web · everywhere · every language · any skill',
  )
  const narrow = {
    ...{ ...engagement, channel: 2, language: 'en-US', skillId: 9, skillName: 'Orders' },
    entryPoints: ['sec://a', 'sec://b', 'sec://c'],
  }
  assert.equal(
    lineOf(narrow, about),
    'Brand login · Messaging, Mobile app · sec://a and 2 more · en-US · Orders',
  )
})

test('a connector that is not known is told by its number, and none as none', () => {
  assert.match(lineOf({ ...engagement, connectorId: 77 }, about), /^77 · /)
  const chat = { ...engagement, connectorId: null, conversationType: 0, entryPoints: ['sec://a'] }
  assert.match(lineOf(chat, about), /^No connector · Chat, Web · sec:\/\/a · /)
})
