import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseStandardClaims } from './standard-claims.ts'

const whole = {
  given_name: 'Ada',
  family_name: 'Lovelace',
  middle_name: 'King',
  nickname: 'Countess',
  preferred_username: 'ada',
  profile: 'https://example.test/ada',
  picture: 'https://example.test/ada.png',
  website: 'http://example.test',
  gender: 'female',
  birthdate: '1815-12-10',
  zoneinfo: 'Europe/London',
  locale: 'en-GB',
  phone_number: '+44 (20) 7946-0000;ext=12',
  phone_number_verified: true,
  email_verified: false,
  address: {
    formatted: '12 St James’s Square\nLondon',
    street_address: '12 St James’s Square',
    locality: 'London',
    region: 'Greater London',
    postal_code: 'SW1Y 4JH',
    country: 'GB',
  },
}

test('OpenID Connect Core section 5.1: every standard claim that is not a field of users', () => {
  assert.deepEqual(parseStandardClaims(whole), { ok: true, value: whole })
})

test('null stands for nothing, in the address too; an address of nothing is none', () => {
  const body = { given_name: null, locale: 'de', address: { country: null } }
  assert.deepEqual(parseStandardClaims(body), { ok: true, value: { locale: 'de' } })
  assert.deepEqual(parseStandardClaims({}), { ok: true, value: {} })
})

const refused: readonly (readonly [string, unknown])[] = [
  ['given_name', 5],
  ['given_name', ''],
  ['given_name', 'x'.repeat(101)],
  ['nickname', 'a\u0000b'],
  ['profile', 'javascript:alert(1)'],
  ['picture', '/path'],
  ['website', 'https://'],
  ['birthdate', '1815-13-10'],
  ['birthdate', '18'],
  ['zoneinfo', '../etc/passwd'],
  ['locale', 'english please'],
  ['phone_number', 'call me'],
  ['phone_number_verified', 'true'],
  ['email_verified', 1],
  ['address', 'London'],
  ['address.country', { address: { country: 7 } }],
  ['address.planet', { address: { planet: 'Earth' } }],
  ['email', 'ada@example.test'],
  ['sub', '1'],
]

for (const [path, value] of refused) {
  test(`refused, and named by its path: ${path} ${JSON.stringify(value)?.slice(0, 40)}`, () => {
    const body = path.includes('.') ? value : { [path]: value }
    const read = parseStandardClaims(body)
    assert.ok(!read.ok)
    assert.deepEqual(
      read.faults.map((fault) => fault.path),
      [path],
    )
  })
}

test('every fault is told at once', () => {
  const read = parseStandardClaims({ locale: 1, birthdate: 'x', more: true })
  assert.ok(!read.ok)
  assert.deepEqual(read.faults.map(({ path }) => path).sort(), ['birthdate', 'locale', 'more'])
})

for (const body of [undefined, null, [], 'text', 5]) {
  test(`no object, no claims: ${JSON.stringify(body)}`, () => {
    assert.equal(parseStandardClaims(body).ok, false)
  })
}
