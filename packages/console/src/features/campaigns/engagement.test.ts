import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseEngagement } from '@watchword/protocol/api/engagement.ts'
import {
  bodyOfEngagement,
  type Engagement,
  faultsOfEngagement,
  fittingVisit,
  linesOf,
  newEngagement,
  stepOf,
  valuesOfEngagement,
} from './engagement.ts'

const engagement: Engagement = {
  ...{ id: 1, campaignId: 2, engagementRevision: 3, name: 'For customers', description: '' },
  ...{ enabled: true, connectorId: 4, allowUnauthMsg: false, conversationType: 1, channel: 1 },
  ...{ source: 0, skillId: null, skillName: null, language: 'en-US', weight: 0.5 },
  entryPoints: ['https://brand.example/shop*', 'sec://shop'],
  modifiedDate: '2026-02-01 00:00:00',
  displayInstances: [{ presentation: { border: 3 } }],
}

test('what the form does not show is sent back as it was', () => {
  assert.deepEqual(bodyOfEngagement(valuesOfEngagement(engagement), engagement), engagement)
})

test('another channel lets the server say by which software', () => {
  const values = { ...valuesOfEngagement(engagement), channel: '2' as const }
  const body = bodyOfEngagement(values, engagement)
  assert.equal('source' in body, false)
  assert.equal((body as Engagement).channel, 2)
})

test('a new one names no more than was chosen', () => {
  assert.deepEqual(bodyOfEngagement({ ...newEngagement, name: ' x ', weight: '' }, undefined), {
    ...{ name: 'x', description: '', enabled: true, conversationType: 1, channel: 1 },
    ...{ allowUnauthMsg: false, connectorId: null, entryPoints: [], language: null },
    ...{ weight: 0, skillId: null },
  })
  const chosen = { ...newEngagement, name: 'x', connectorId: '12', skillId: '9', weight: '2.5' }
  const body = bodyOfEngagement(chosen, undefined) as Engagement
  assert.deepEqual([body.connectorId, body.skillId, body.weight], [12, 9, 2.5])
})

test('places are one a line, without blanks and repeats', () => {
  assert.deepEqual(linesOf(' sec://a \n\n sec://b\nsec://a\r\n'), ['sec://a', 'sec://b'])
  assert.deepEqual(linesOf(''), [])
})

test('faults lead to the first step that has one', () => {
  assert.equal(stepOf(['skillId', 'connectorId']), 1)
  assert.equal(stepOf(['entryPoints']), 2)
  assert.equal(stepOf(['something']), 0)
})

test('whom the brand vouches for comes in by a connector; nobody else must', () => {
  const words = { required: 'needed', connector: 'choose one' }
  assert.deepEqual(faultsOfEngagement(newEngagement, words), {
    name: 'needed',
    connectorId: 'choose one',
  })
  const open = { ...newEngagement, name: 'x', allowUnauthMsg: 'yes' as const }
  assert.deepEqual(faultsOfEngagement(open, words), {})
})

test('a consumer for whom it is comes with its identity, place and language', () => {
  assert.deepEqual(fittingVisit(engagement, 'https://login.brand.example'), {
    identities: [{ acr: 'loa1', iss: 'https://login.brand.example' }],
    entryPoints: ['https://brand.example/shop'],
    language: 'en-US',
    channel: 1,
  })
  const open = { ...engagement, allowUnauthMsg: true, entryPoints: [], language: null, channel: 2 }
  assert.deepEqual(fittingVisit(open, null), { identities: [], channel: 2 })
  assert.deepEqual(fittingVisit(engagement, null).identities, [{ acr: 'loa1' }])
})

test('a weight that is no number is refused at its field, not taken for none', () => {
  const faultsAt = (weight: number | string) => {
    const values = { ...newEngagement, name: 'x', connectorId: '4', weight }
    const sent: unknown = JSON.parse(JSON.stringify(bodyOfEngagement(values, undefined)))
    const read = parseEngagement(sent, 'create')
    return read.ok ? [] : read.faults.map(({ path }) => path)
  }
  for (const weight of ['', 0, '2.5', 1000]) assert.deepEqual(faultsAt(weight), [], `${weight}`)
  for (const weight of ['-', 'much', Number.NaN, -1, 1001]) {
    assert.deepEqual(faultsAt(weight), ['weight'], `${weight}`)
  }
})
