import assert from 'node:assert/strict'
import { test } from 'node:test'
import { featureName, sectionReaders } from '@watchword/protocol/api/settings.ts'
import { parseSettingsPatch } from '@watchword/protocol/api/settings-patch.ts'
import { schemasOf } from '@watchword/protocol/api/strict-input.ts'
import fc from 'fast-check'
import { Problem } from '../../api/problem.ts'
import {
  type Field,
  faultsOfSettings,
  featureFault,
  fieldsOf,
  keyOf,
  type Setting,
  type SettingValues,
  settingGroups,
  valueAt,
  valuesOf,
} from './fields.ts'
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
  assert.deepEqual([...rangeFaults(told)], [[2, { range: 'is no range' }]])
  assert.deepEqual([...rangeFaults(fault)], [[2, { range: 'is no range' }]])
  const other = new Error('offline')
  assert.equal(atFields(other, all), other)
  assert.equal(rangeFaults(other).size, 0)
})

test('each range has its own faults, and each part of it the first', () => {
  const paths = ['[0].range', '[0].description', '[0].range', '[10]', '', '[x].range', '[1']
  const fault = new Problem('no', {
    status: 400,
    fields: [
      ...paths.map((path, place) => ({
        path: `accessRestrictions.ranges${path}`,
        reason: `reason ${place}`,
      })),
      { path: 'x.accessRestrictions.ranges[3]', reason: 'elsewhere' },
    ],
  })
  assert.deepEqual(
    [...rangeFaults(fault)],
    [
      [0, { description: 'reason 1', range: 'reason 0' }],
      [10, { range: 'reason 3' }],
    ],
  )
})

test('faults of features with dots in their names, and of a section, keep their place', () => {
  const pathOf = (path: string) => {
    const told = atFields(new Problem('no', { status: 400, fields: [{ path, reason: 'r' }] }), all)
    return told instanceof Problem ? told.fields[0]?.path : undefined
  }
  assert.equal(pathOf('features.a.b'), 'features.a.b')
  assert.equal(pathOf('timeZone'), 'timeZone')
  assert.equal(pathOf('loginPolicy'), 'loginPolicy')
  assert.equal(pathOf('sessions.maxPerUser'), 'sessions_maxPerUser')
  assert.equal(pathOf(''), '')
})

test('a feature is called as the API lets it be called', () => {
  const names = fc.oneof(
    fc.string({
      unit: fc.constantFrom('a', 'Z', '9', '_', '.', '-', ' ', 'é', '\n'),
      maxLength: 70,
    }),
    fc.integer({ min: 62, max: 66 }).map((length) => 'a'.repeat(length)),
  )
  fc.assert(
    fc.property(names, (name) => {
      assert.equal(featureFault(name, {}) === undefined, featureName.test(name), name)
    }),
  )
  assert.equal(featureFault('a', { a: false }), 'there')
  assert.equal(featureFault('constructor', {}), undefined, 'it is no feature yet')
  assert.equal(featureFault('__proto__', {}), 'form')
})

test('features with names of old are switched, added and taken away like others', () => {
  const { features: fields } = settingGroups
  const record = (value: Readonly<Record<string, boolean>>, isDefault = false) => ({
    features: { isDefault, value },
  })
  const patched = (now: SettingValues, before: SettingValues) =>
    patchOf(fieldsOf(fields), now, before)
  const none = record({}, true)
  assert.deepEqual(patched(record({ toString: false, constructor: true }), none), {
    features: { toString: false, constructor: true },
  })
  assert.deepEqual(patched(none, record({ valueOf: true })), { features: { valueOf: 'default' } })
  assert.deepEqual(patched(record({}), none), {}, 'one that came and went again is no change')
  assert.deepEqual(patched(record({ b: true, a: true }), record({ a: true, b: true })), {})
})

const other = (field: Field): fc.Arbitrary<Setting['value']> => {
  switch (field.kind) {
    case 'number': {
      const number = fc.integer({ min: field.min, max: field.max })
      return field.nullable === true ? fc.option(number) : number
    }
    case 'flag':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...field.choices)
    case 'text':
      return fc.option(fc.constantFrom('https://idp.example', 'é', 'null'))
    case 'zone':
      return fc.constantFrom('UTC', 'Europe/Berlin')
    case 'ranges':
      return fc.array(
        fc.constantFrom('::1/128', '“x”').map((range) => ({ range, description: '' })),
      )
    case 'features':
      return fc.dictionary(fc.constantFrom('a', 'b', 'c.d', 'constructor'), fc.boolean(), {
        noNullPrototype: true,
      })
  }
}
const anyValues = fc.record(
  Object.fromEntries(
    all.map((field) => [
      keyOf(field.path),
      fc.oneof(
        fc.constant(base[keyOf(field.path)] as Setting),
        fc.constant({ isDefault: true, value: valueAt(answer.defaults, field.path) }),
        other(field).map((value) => ({ isDefault: false, value })),
      ),
    ]),
  ),
)

/** What holds once the API has taken a patch: what it does not name stays. */
function after(patch: object, { path, kind }: Field): Setting['value'] | 'default' {
  const read = parseSettingsPatch(patch)
  assert.ok(read.ok)
  const before = base[keyOf(path)] as Setting
  const [section = '', name = ''] = path.split('.')
  const part = (read.value as Readonly<Record<string, unknown>>)[section]
  const { set = {}, reset = [] } = (typeof part === 'object' ? part : {}) as {
    readonly set?: Readonly<Record<string, Setting['value']>>
    readonly reset?: readonly string[]
  }
  if (kind === 'features') {
    const merged = { ...(before.value as Readonly<Record<string, boolean>>), ...set }
    const kept = Object.entries(merged).filter(([feature]) => !reset.includes(feature))
    return Object.fromEntries(kept) as Readonly<Record<string, boolean>>
  }
  if (kind === 'zone' && part !== undefined) return part === 'reset' ? 'default' : `${part}`
  if (reset.includes(name)) return 'default'
  if (Object.hasOwn(set, name)) return set[name] ?? null
  return before.isDefault ? 'default' : before.value
}

test('the API takes every patch, and then all holds that stood in the form', () => {
  fc.assert(
    fc.property(anyValues, (values) => {
      const patch = patchOf(all, values, base)
      for (const field of all) {
        const { isDefault, value } = values[keyOf(field.path)] as Setting
        const isReset = isDefault && field.kind !== 'features'
        assert.deepEqual(after(patch, field), isReset ? 'default' : value, field.path)
      }
    }),
    { numRuns: 200 },
  )
})

test('a number that was deleted is asked for; one that is no limit, or none of its kind, is not', () => {
  const faults = (path: string, value: unknown) =>
    faultsOfSettings(all, change(path, value), 'needed')
  assert.deepEqual(faults('loginPolicy.minLength', ''), { loginPolicy_minLength: 'needed' })
  assert.deepEqual(faults('loginPolicy.maxSequential', null), {}, 'no limit')
  assert.deepEqual(faults('sessions.idleMinutes', 0), {}, 'the server says why not')
  assert.deepEqual(faults('timeZone', ''), {}, 'it is no number')
  assert.deepEqual(faultsOfSettings(all, {}, 'needed'), {})
})
