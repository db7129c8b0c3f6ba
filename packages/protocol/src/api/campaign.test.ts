import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseCampaign } from './campaign.ts'
import { parseEngagement } from './engagement.ts'
import { fieldsOf } from './error-envelope.ts'
import type { ParseResult } from './input-reader.ts'

/** As a known client creates one (contract 3 section 11), shortened where it says how it looks. */
const known = {
  id: null,
  name: 'Button',
  description: '',
  weight: 0.5,
  enabled: true,
  deleted: false,
  windowId: '4711',
  isPopOut: false,
  useSystemRouting: false,
  renderingType: 0,
  appInstallationId: null,
  channel: 1,
  showSmsPreSurveyOnMobile: false,
  language: 'en-US',
  onsiteLocations: ['12', 13, { id: 14, revision: 2 }],
  visitorBehaviors: ['15'],
  source: 0,
  isUnifiedWindow: true,
  type: 6,
  externalTargets: null,
  displayInstances: [{ displayInstanceType: 2, presentation: { border: { radius: 30 } } }],
  position: { left: 0, top: 0, type: 6 },
  followMePages: 1,
  followMeTime: 0,
  timeInQueue: 0,
  availabilityPolicy: 0,
  conversationType: 1,
  connectorId: 1582700814,
  allowUnauthMsg: true,
  skillId: '99',
  skillName: 'Sales',
  viewErrors: 0,
  subType: 24,
}

function readingOf<T>(result: ParseResult<T>): T {
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

const faultsOf = (result: ParseResult<unknown>) => (result.ok ? [] : fieldsOf(result.faults))

test('contract 3 section 11: what a known client sends is read, and what means nothing here is kept', () => {
  const read = readingOf(parseEngagement(known, 'create'))
  const { carried, ...target } = read
  assert.deepEqual(target, {
    id: undefined,
    name: 'Button',
    description: '',
    enabled: true,
    connectorId: 1582700814,
    allowUnauthMsg: true,
    conversationType: 1,
    channel: 1,
    source: 0,
    skillId: 99,
    language: 'en-US',
    weight: 0.5,
    windowId: '4711',
    entryPoints: [],
  })
  for (const member of ['showSmsPreSurveyOnMobile', 'viewErrors', 'displayInstances', 'position']) {
    assert.deepEqual(carried[member], Object(known)[member], member)
  }
  assert.deepEqual(carried['onsiteLocations'], known.onsiteLocations)
  for (const ours of ['id', 'deleted', 'skillName', 'name', 'connectorId']) {
    assert.equal(Object.hasOwn(carried, ours), false, ours)
  }
})

test('a name is enough: everything else has a default', () => {
  const { carried, ...target } = readingOf(parseEngagement({ name: 'x' }, 'create'))
  assert.deepEqual(
    [target.enabled, target.conversationType, target.channel, target.source, target.weight],
    [true, 1, 1, 0, 0],
  )
  assert.deepEqual([target.language, target.skillId, target.connectorId], Array(3).fill(undefined))
  assert.deepEqual(
    [carried['type'], carried['subType'], carried['useSystemRouting']],
    [6, 24, true],
  )
  assert.equal(readingOf(parseEngagement({ name: 'x', channel: '2' }, 'create')).source, 12)
  const empty = { name: 'x', skillId: '', windowId: '', language: '', connectorId: '' }
  assert.equal(readingOf(parseEngagement(empty, 'create')).skillId, undefined)
  assert.equal(readingOf(parseEngagement({ name: 'x', skillId: -1 }, 'update')).skillId, undefined)
  assert.equal(readingOf(parseEngagement({ name: 'x', id: 'nonsense' }, 'create')).id, undefined)
  assert.equal(readingOf(parseEngagement({ name: 'x', id: '7' }, 'update')).id, 7)
})

test('every fault of an engagement is told, with what to write instead', () => {
  const bad = {
    ...{ id: 'x', name: ' ', enabled: 'yes', connectorId: 0, conversationType: 2, channel: 3 },
    ...{ source: 1, type: 4, language: '-', weight: -1, windowId: {}, skillId: 1.5 },
    ...{ entryPoints: ['lang://en', 'shop', 'sec://a', 'sec://a'], appInstallationId: 'a b' },
    ...{ onsiteLocations: [true], visitorBehaviors: 1, zones: [-1], position: [], timeInQueue: -1 },
    ...{ displayInstances: [1], followMePages: 'x', isPopOut: 1, subType: 1.5 },
  }
  const faults = faultsOf(parseEngagement(bad, 'update'))
  const told = new Set(faults.map((fault) => fault.split(': ', 1)[0]))
  for (const path of [
    ...['id', 'name', 'enabled', 'connectorId', 'conversationType', 'channel', 'source', 'type'],
    ...['language', 'weight', 'windowId', 'skillId', 'entryPoints[0]', 'entryPoints[1]'],
    ...['appInstallationId', 'onsiteLocations[0]', 'visitorBehaviors', 'zones[0]', 'position'],
    ...['timeInQueue', 'displayInstances[0]', 'followMePages', 'isPopOut', 'subType'],
  ]) {
    assert.ok(told.has(path), path)
  }
  assert.ok(faults.includes('entryPoints[0]: is said in language'))
  assert.ok(faults.includes('conversationType: must be one of 0 (chat), 1 (messaging)'))
  assert.ok(faults.includes('source: must be one of 0 (web), 12 (mobile SDK)'))
  assert.deepEqual(
    faultsOf(parseEngagement({ ...known, entryPoints: ['sec://a', 'sec://a'] }, 'create')),
    ['entryPoints: must name nothing twice'],
  )
  for (const body of [null, 7, [], 'x']) {
    assert.deepEqual(faultsOf(parseEngagement(body, 'create')), ['body: must be an object'])
  }
})

test('what is only carried has an end', () => {
  const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`m${index}`, 1]))
  const large = { blob: 'x'.repeat(64 * 1024) }
  for (const more of [many, large, { displayInstances: [large] }, { position: large }]) {
    const [fault] = faultsOf(parseEngagement({ ...known, ...more }, 'create'))
    assert.match(fault ?? '', /^body: must (have at most 100 members|be smaller)/)
  }
  for (const more of [many, large]) {
    const [fault] = faultsOf(parseCampaign({ name: 'x', ...more }, 'create'))
    assert.match(fault ?? '', /^body: must (have at most 100 members|be smaller)/)
  }
  const hostile = JSON.parse('{"name":"x","__proto__":{"enabled":false},"constructor":1}')
  const { carried } = readingOf(parseEngagement(hostile, 'create'))
  assert.deepEqual(Object.getOwnPropertyDescriptor(carried, '__proto__')?.value, { enabled: false })
  assert.equal(Object(carried).constructor, 1)
})

test('campaigns: dates are instants, in order; members of the reference come back', () => {
  const read = readingOf(
    parseCampaign(
      {
        id: 5,
        name: 'Spring',
        status: '1',
        startDate: '2026-03-01 08:00:00',
        expirationDate: '2026-03-01T10:00:00.9+01:00',
        goalId: 7,
        priority: 1,
        weight: 0.2,
        engagementIds: [1],
        isDeleted: false,
      },
      'update',
    ),
  )
  assert.deepEqual(read, {
    id: 5,
    name: 'Spring',
    description: '',
    isPublished: true,
    startsAt: Date.UTC(2026, 2, 1, 8),
    endsAt: Date.UTC(2026, 2, 1, 9),
    other: { goalId: 7, priority: 1, weight: 0.2 },
  })
  const draft = readingOf(
    parseCampaign({ name: 'x', startDate: '', expirationDate: null }, 'create'),
  )
  assert.deepEqual([draft.isPublished, draft.startsAt, draft.endsAt], [false, undefined, undefined])
  assert.deepEqual(
    faultsOf(
      parseCampaign(
        { name: 'x', startDate: '2026-03-01 08:00:00', expirationDate: '2026-03-01 08:00:00' },
        'create',
      ),
    ),
    ['expirationDate: must be later than startDate'],
  )
  for (const startDate of [
    ...[
      'tomorrow',
      '2026-02-30 00:00:00',
      '2026-02-30T00:00:00Z',
      '2026-03-01',
      '2026-03-01T08:00',
    ],
    ...['2026-13-01 00:00:00', '2026-03-01 25:00:00', '1969-12-31 00:00:00', `${'9'.repeat(50)}`],
    ...['0000-01-01 00:00:00', 5, {}],
  ]) {
    const faults = faultsOf(parseCampaign({ name: 'x', startDate }, 'create'))
    assert.match(faults.join(), /^startDate: must be yyyy-MM-dd HH:mm:ss in UTC/, `${startDate}`)
  }
  assert.deepEqual(faultsOf(parseCampaign({ status: 2 }, 'create')).length, 2)
})
