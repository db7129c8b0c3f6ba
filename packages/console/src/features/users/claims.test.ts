import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  parseStandardClaims,
  StandardClaimsAnswer,
} from '@watchword/protocol/api/standard-claims.ts'
import fc from 'fast-check'
import { Problem } from '../../api/problem.ts'
import {
  addressClaims,
  claimFaultsOf,
  claimsOf,
  claimValuesOf,
  textClaims,
  truthClaims,
} from './claims.ts'

test('OpenID Connect Core section 5.1: the form has all that the server keeps, and nothing else', () => {
  const { address, ...claims } = StandardClaimsAnswer.properties
  assert.deepEqual(Object.keys(claims).sort(), [...textClaims, ...truthClaims].sort())
  assert.deepEqual(Object.keys(address.properties).sort(), [...addressClaims].sort())
})

test('whatever is told: opened and sent unchanged, it is the same', () => {
  const said = fc.string({ minLength: 1 }).filter((text) => text.trim() === text)
  const record = <T>(names: readonly string[], value: fc.Arbitrary<T>) =>
    fc.record(Object.fromEntries(names.map((name) => [name, value])), {
      requiredKeys: [],
      noNullPrototype: true,
    })
  const address = record(addressClaims, said).filter((one) => Object.keys(one).length > 0)
  const claims = fc
    .tuple(record(textClaims, said), record(truthClaims, fc.boolean()), fc.option(address))
    .map(([texts, truths, place]) => ({
      ...{ ...texts, ...truths },
      ...(place === null ? {} : { address: place }),
    }))
  fc.assert(
    fc.property(claims, (before) => {
      assert.deepEqual(claimsOf(claimValuesOf(before), before), before)
    }),
  )
})

test('a form that is emptied is a body that the server takes, and says nothing of anybody', () => {
  const empty = claimsOf(claimValuesOf({}), {})
  assert.deepEqual(parseStandardClaims(empty), { ok: true, value: {} })
  const before = { gender: 'x', phone_number_verified: true, address: { region: 'y' } }
  const cleared = claimsOf(
    { texts: { gender: '  ' }, truths: {}, address: { region: '\n' } },
    before,
  )
  assert.deepEqual(cleared, { phone_number_verified: false })
  assert.ok(parseStandardClaims(cleared).ok)
})

test('each fault that the server names is at a field that is there; the others are told besides', () => {
  const refused = (...paths: readonly string[]) =>
    new Problem('no', { status: 400, fields: paths.map((path) => ({ path, reason: path })) })
  const placed = claimFaultsOf(refused('locale', 'email_verified', 'address.region', 'address'))
  assert.deepEqual(placed, {
    byField: {
      'texts.locale': 'locale',
      'truths.email_verified': 'email_verified',
      'address.region': 'address.region',
      'address.formatted': 'address',
    },
    rest: undefined,
  })
  const unknown = refused('locale', 'elsewhere')
  assert.equal(claimFaultsOf(unknown).rest, unknown)
  const broken = new TypeError('broken')
  assert.deepEqual(claimFaultsOf(broken), { byField: {}, rest: broken })
})
