import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { maxFaults } from './input-reader.ts'
import { maxFeatures } from './settings.ts'
import { parseSettingsPatch } from './settings-patch.ts'

function faultsOf(body: unknown): readonly string[] {
  const read = parseSettingsPatch(body)
  return read.ok ? [] : read.faults.map(({ path, reason }) => `${path}: ${reason}`)
}

describe('a change of settings', () => {
  test('is read as what to set and what to put back to its default', () => {
    const read = parseSettingsPatch({
      loginPolicy: { minLength: 12, lockMinutes: null, maxFailures: 'default' },
      sessions: null,
      features: { a: true, b: 'default' },
      timeZone: null,
      preset: 'reference',
      force: true,
    })
    assert.deepEqual(read, {
      ok: true,
      value: {
        loginPolicy: { set: { minLength: 12, lockMinutes: null }, reset: ['maxFailures'] },
        sessions: 'reset',
        features: { set: { a: true }, reset: ['b'] },
        timeZone: 'reset',
        preset: 'reference',
        force: true,
      },
    })
    assert.deepEqual(parseSettingsPatch({}), { ok: true, value: {} })
  })

  const bounds: readonly (readonly [section: string, name: string, least: number, most: number])[] =
    [
      ['loginPolicy', 'minLength', 8, 64],
      ['loginPolicy', 'maxSequential', 2, 9],
      ['loginPolicy', 'maxOccurrences', 1, 9],
      ['loginPolicy', 'expiresAfterDays', 1, 120],
      ['loginPolicy', 'historyLength', 0, 20],
      ['loginPolicy', 'maxChangesPerDay', 1, 100],
      ['loginPolicy', 'maxFailures', 1, 20],
      ['loginPolicy', 'lockMinutes', 1, 10_080],
      ['loginPolicy', 'inactiveAfterDays', 1, 365],
      ['sessions', 'absoluteMinutes', 5, 1440],
      ['sessions', 'idleMinutes', 5, 1440],
      ['sessions', 'maxPerUser', 1, 100],
      ['retention', 'auditDays', 30, 3650],
    ]
  for (const [section, name, least, most] of bounds) {
    test(`contract 1 section 7.1: ${section}.${name} is from ${least} to ${most}`, () => {
      const faults = (value: unknown) => faultsOf({ [section]: { [name]: value } })
      for (const good of [least, most, 'default']) assert.deepEqual(faults(good), [])
      for (const bad of [least - 1, most + 1, least + 0.5, `${least}`, true, [], {}]) {
        assert.deepEqual(
          faults(bad),
          [`${section}.${name}: must be a whole number from ${least} to ${most}`],
          JSON.stringify(bad),
        )
      }
    })
  }

  test('names of inherited members are unknown members like any other', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      assert.match(faultsOf({ [name]: 1 })[0] ?? '', /is not known/)
      assert.match(faultsOf({ loginPolicy: { [name]: 1 } })[0] ?? '', /is not known/)
    }
    const hostile: unknown = JSON.parse('{"__proto__":{"force":true}}')
    assert.match(faultsOf(hostile)[0] ?? '', /^__proto__: is not known/)
  })

  test('a long unknown name has an end, and so has the list of faults', () => {
    const [fault = ''] = faultsOf({ ['x'.repeat(5000)]: 1 })
    assert.ok(fault.length < 300)
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, 1]))
    assert.equal(faultsOf(many).length, maxFaults)
    assert.equal(
      faultsOf({ features: many })[0],
      `features: must have at most ${maxFeatures} members`,
    )
  })

  test('whatever comes, it is a value or faults, and never an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        const read = parseSettingsPatch(body)
        assert.ok(read.ok || read.faults.length > 0)
      }),
    )
  })
})
