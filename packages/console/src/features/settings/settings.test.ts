import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sectionReaders } from '@watchword/protocol/api/settings.ts'
import { parseSettingsPatch } from '@watchword/protocol/api/settings-patch.ts'
import { schemasOf } from '@watchword/protocol/api/strict-input.ts'
import { Problem } from '../../api/problem.ts'
import { fieldsOf, keyOf, settingGroups, valuesOf } from './fields.ts'
import { atFields, patchOf, rangeFaults } from './patch.ts'

const all = Object.values(settingGroups).flatMap((groups) => fieldsOf(groups))

const defaults = {
  loginPolicy: {
    ...{ minLength: 15, maxSequential: null, maxOccurrences: null, requireLetter: false },
    ...{ requireDigit: false, requireSpecial: false, allowLoginNameInside: false },
    ...{ screenCommon: true, expiresAfterDays: null, historyLength: 0, maxChangesPerDay: null },
    ...{ maxFailures: 10, lockMinutes: 30, inactiveAfterDays: null },
  },
  accessRestrictions: { enabled: false, ranges: [] },
  sessions: { absoluteMinutes: 480, idleMinutes: 20, maxPerUser: 10 },
  retention: { auditDays: 365 },
  consumers: {
    ...{ anonymous: true, signup: false, stepUp: 'merge' as const, legacyErrors: false },
    extIssuer: null,
  },
  features: {},
  timeZone: 'UTC',
}
const answer = {
  revision: 3,
  defaults,
  settings: {
    ...defaults,
    sessions: { ...defaults.sessions, idleMinutes: 20 },
    features: { a: true, b: false },
  },
  set: ['sessions.idleMinutes', 'features.a', 'features.b'],
}
const base = valuesOf(all, answer)
const change = (path: string, value: unknown, isDefault = false) => ({
  ...base,
  [keyOf(path)]: { isDefault, value: value as never },
})

test('every setting that the API knows stands in exactly one form', () => {
  const known = Object.entries(sectionReaders).flatMap(([section, readers]) =>
    Object.keys(readers).map((name) => `${section}.${name}`),
  )
  assert.deepEqual(all.map(({ path }) => path).sort(), [...known, 'features', 'timeZone'].sort())
})

test('bounds, choices and what may be null are those of the API', () => {
  const readers: Readonly<Record<string, Parameters<typeof schemasOf>[0]>> = sectionReaders
  for (const field of all) {
    const [section = '', name = ''] = field.path.split('.')
    const schema = JSON.stringify(readers[section] && schemasOf(readers[section])[name])
    if (field.kind === 'number') {
      assert.match(schema, new RegExp(`"minimum":${field.min}\\b`), field.path)
      assert.match(schema, new RegExp(`"maximum":${field.max}\\b`), field.path)
      assert.equal(schema.includes('"null"'), field.nullable === true, field.path)
    }
    if (field.kind === 'choice') {
      for (const choice of field.choices) assert.ok(schema.includes(`"${choice}"`))
    }
  }
})

test('a form starts with what holds, and knows what is set, also to the value of the default', () => {
  assert.deepEqual(base['sessions_idleMinutes'], { isDefault: false, value: 20 })
  assert.deepEqual(base['sessions_maxPerUser'], { isDefault: true, value: 10 })
  assert.deepEqual(base['features'], { isDefault: false, value: { a: true, b: false } })
  assert.deepEqual(base['timeZone'], { isDefault: true, value: 'UTC' })
  assert.deepEqual(base['loginPolicy_lockMinutes'], { isDefault: true, value: 30 })
})

test('a patch has what was changed alone, and the API takes it', () => {
  assert.deepEqual(patchOf(all, base, base), {})
  const table = [
    [change('loginPolicy.minLength', 20), { loginPolicy: { minLength: 20 } }],
    [change('loginPolicy.lockMinutes', null), { loginPolicy: { lockMinutes: null } }],
    [change('sessions.idleMinutes', 20, true), { sessions: { idleMinutes: 'default' } }],
    [change('timeZone', 'Europe/Berlin'), { timeZone: 'Europe/Berlin' }],
    [change('timeZone', 'UTC', true), {}],
    [change('features', { a: true, c: true }), { features: { c: true, b: 'default' } }],
    [
      change('accessRestrictions.ranges', [{ range: '192.0.2.1', description: '' }]),
      { accessRestrictions: { ranges: [{ range: '192.0.2.1', description: '' }] } },
    ],
  ] as const
  for (const [values, patch] of table) {
    assert.deepEqual(patchOf(all, values, base), patch)
    assert.equal(parseSettingsPatch(patch).ok, true)
  }
})

test('what was set and is changed back is no change', () => {
  const there = change('loginPolicy.minLength', 20)
  assert.deepEqual(
    patchOf(all, { ...there, loginPolicy_minLength: base['loginPolicy_minLength'] as never }, base),
    {},
  )
})

test('faults are found at the fields of the form, those of a range at its place', () => {
  const fault = new Problem('no', {
    status: 400,
    requestId: 'r',
    fields: [
      { path: 'loginPolicy.minLength', reason: 'too small' },
      { path: 'accessRestrictions.ranges[2].range', reason: 'is no range' },
      { path: 'loginPolicy.minLengthening', reason: 'unknown' },
    ],
  })
  const told = atFields(fault, all)
  assert.ok(told instanceof Problem)
  assert.equal(told.requestId, 'r')
  assert.deepEqual(
    told.fields.map(({ path }) => path),
    ['loginPolicy_minLength', 'accessRestrictions_ranges[2].range', 'loginPolicy.minLengthening'],
  )
  assert.deepEqual([...rangeFaults(told)], [[2, 'is no range']])
  assert.deepEqual([...rangeFaults(fault)], [[2, 'is no range']])
  const other = new Error('offline')
  assert.equal(atFields(other, all), other)
  assert.equal(rangeFaults(other).size, 0)
})
