import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bodyOfCampaign,
  type Campaign,
  dateOf,
  faultsOfCampaign,
  fieldOf,
  mayChange,
  newCampaign,
  stateOf,
  tellRuns,
  valuesOfCampaign,
  withSwitched,
} from './campaign.ts'

const campaign: Campaign = {
  id: 7,
  name: 'Spring',
  description: 'More talks',
  status: 1,
  startDate: '2026-03-01 08:00:00',
  expirationDate: '2026-03-10 08:00:30',
  engagementIds: [1, 2],
  modifiedDate: '2026-02-01 00:00:00',
  goalId: 5,
}
const at = (text: string) => Date.parse(text)

test('a campaign is offered from its start until its end, once it is published', () => {
  assert.equal(stateOf(campaign, at('2026-03-01T07:59:59Z')), 'scheduled')
  assert.equal(stateOf(campaign, at('2026-03-01T08:00:00Z')), 'live')
  assert.equal(stateOf(campaign, at('2026-03-10T08:00:29Z')), 'live')
  assert.equal(stateOf(campaign, at('2026-03-10T08:00:30Z')), 'over')
  assert.equal(stateOf({ ...campaign, status: 0 }, at('2026-03-05T00:00:00Z')), 'draft')
  const always = { ...campaign, startDate: null, expirationDate: null }
  assert.equal(stateOf(always, at('2026-03-05T00:00:00Z')), 'live')
})

test('what the form does not show is sent back as it was', () => {
  const body = bodyOfCampaign({ ...valuesOfCampaign(campaign), name: ' Summer ' }, campaign)
  assert.deepEqual(body, { ...campaign, name: 'Summer' })
  assert.deepEqual(bodyOfCampaign({ ...newCampaign, name: 'x' }, undefined), {
    ...{ name: 'x', description: '', status: 0, startDate: null, expirationDate: null },
  })
})

test('a date is shown in the time of whoever looks, and sent in UTC', () => {
  const shown = fieldOf('2026-07-01 12:30:00')
  assert.match(shown, /^2026-0[67]-\d\dT\d\d:\d\d$/)
  assert.equal(new Date(shown).toISOString(), '2026-07-01T12:30:00.000Z')
  assert.match(fieldOf('2026-07-01 12:30:05'), /:05$/)
  assert.equal(fieldOf(null), '')
  assert.equal(dateOf(shown, null), '2026-07-01 12:30:00')
  assert.equal(dateOf('', '2026-07-01 12:30:00'), null)
  assert.equal(dateOf('yesterday', null), null)
})

test('a date that was not touched is sent as it came, even in the hour that comes twice', () => {
  for (const date of ['2026-10-25 00:30:00', '2026-10-25 01:30:00', '2026-11-01 06:15:59']) {
    assert.equal(dateOf(fieldOf(date), date), date)
  }
})

test('a form without a name, or that ends before it begins, says so', () => {
  const words = { required: 'needed', order: 'later, please', date: 'no date' }
  assert.deepEqual(faultsOfCampaign({ ...newCampaign, name: '  ' }, words), { name: 'needed' })
  const values = { ...newCampaign, name: 'x', startDate: '2026-03-02T00:00' }
  assert.deepEqual(faultsOfCampaign({ ...values, expirationDate: '2026-03-02T00:00' }, words), {
    expirationDate: 'later, please',
  })
  assert.deepEqual(faultsOfCampaign({ ...values, expirationDate: '2026-03-02T00:01' }, words), {})
})

test('an end that cannot be read is told: sent as none, the campaign would never end', () => {
  const words = { required: 'needed', order: 'later, please', date: 'no date' }
  const values = { ...newCampaign, name: 'x', startDate: '2026-03-02T00:00' }
  for (const expirationDate of ['20266-03-02T00:00', '+020266-03-02T00:00', '2026-13-01T00:00']) {
    assert.deepEqual(faultsOfCampaign({ ...values, expirationDate }, words), {
      expirationDate: 'no date',
    })
  }
  assert.deepEqual(faultsOfCampaign({ ...values, startDate: '12026-01-01T00:00' }, words), {
    startDate: 'no date',
  })
})

test('which comes first is a question of time, not of how it is written', () => {
  const words = { required: 'needed', order: 'later, please', date: 'no date' }
  const values = { ...newCampaign, name: 'x', startDate: '2026-03-02T00:00:00' }
  assert.deepEqual(faultsOfCampaign({ ...values, expirationDate: '2026-03-02T00:00' }, words), {
    expirationDate: 'later, please',
  })
  assert.deepEqual(
    faultsOfCampaign({ ...values, expirationDate: '2026-03-02T00:00:01' }, words),
    {},
  )
})

test('what is in a published campaign is changed by whoever may publish', () => {
  const edit = { edit: true, publish: false }
  assert.equal(mayChange({ status: 0 }, edit), true)
  assert.equal(mayChange({ status: 1 }, edit), false)
  assert.equal(mayChange({ status: 1 }, { edit: true, publish: true }), true)
  assert.equal(mayChange({ status: 0 }, { edit: false, publish: true }), false)
})

test('how long it runs is told by what is known of it', () => {
  const words = {
    always: 'always',
    from: (date: string) => `from ${date}`,
    until: (date: string) => `until ${date}`,
    between: (from: string, until: string) => `${from} – ${until}`,
  }
  const day = (time: number) => new Date(time).toISOString().slice(0, 10)
  for (const [startDate, expirationDate, told] of [
    [null, null, 'always'],
    ['2026-03-01 08:00:00', null, 'from 2026-03-01'],
    [null, '2026-03-31 23:59:59', 'until 2026-03-31'],
    ['2026-03-01 08:00:00', '2026-03-31 23:59:59', '2026-03-01 – 2026-03-31'],
    ['soon', '2026-03-31 23:59:59', 'soon – 2026-03-31'],
  ] as const) {
    assert.equal(tellRuns({ startDate, expirationDate }, day, words), told)
  }
})

test('one is switched, the others stay as they are', () => {
  const list = [
    { id: 1, enabled: true },
    { id: 2, enabled: true },
  ]
  const switched = withSwitched(list, 2, false)
  assert.deepEqual(switched, [list[0], { id: 2, enabled: false }])
  assert.equal(switched[0], list[0], 'what did not change is not drawn anew')
  assert.equal(list[1]?.enabled, true, 'what was there is put back when it fails')
  assert.deepEqual(withSwitched(list, 3, false), list)
})
