import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ClaimsSource, standardClaimNames, standardClaims } from './userinfo.ts'

const plain: ClaimsSource = {
  sub: '1234',
  loginName: 'ada@example.test',
  fullName: 'Ada Lovelace',
  nickname: 'Ada',
  email: 'ada@mail.test',
  pictureUrl: '/pictures/ada.png',
  mobileNumber: '+44 20 7946 0000',
  updatedAt: 1_800_000_000,
  standardClaims: undefined,
}

const cases: readonly (readonly [string, string, Readonly<Record<string, unknown>>])[] = [
  ['openid alone tells who, and nothing more', 'openid', { sub: '1234' }],
  [
    'profile is the names and the time of the last change',
    'openid profile',
    {
      sub: '1234',
      name: 'Ada Lovelace',
      nickname: 'Ada',
      preferred_username: 'ada@example.test',
      updated_at: 1_800_000_000,
    },
  ],
  [
    'email says whether it was proven',
    'openid email',
    { sub: '1234', email: 'ada@mail.test', email_verified: false },
  ],
  [
    'phone is the mobile number, if no other was set',
    'openid phone',
    { sub: '1234', phone_number: '+44 20 7946 0000', phone_number_verified: false },
  ],
  ['what is not known is left out', 'openid address', { sub: '1234' }],
  ['another scope tells nothing', 'openid users:read', { sub: '1234' }],
]

for (const [name, scope, expected] of cases) {
  test(`OpenID Connect Core section 5.4: ${name}`, () => {
    assert.deepEqual(standardClaims(plain, new Set(scope.split(' '))), expected)
  })
}

test('what was set as a standard claim goes before the fields of the user', () => {
  const source = {
    ...plain,
    pictureUrl: 'https://example.test/old.png',
    standardClaims: {
      given_name: 'Ada',
      nickname: 'Countess',
      preferred_username: 'ada',
      phone_number: '+1 425 555 1212',
      phone_number_verified: true,
      email_verified: true,
      address: { country: 'GB' },
    },
  }
  assert.deepEqual(standardClaims(source, new Set(['profile', 'email', 'phone', 'address'])), {
    sub: '1234',
    name: 'Ada Lovelace',
    given_name: 'Ada',
    nickname: 'Countess',
    preferred_username: 'ada',
    picture: 'https://example.test/old.png',
    updated_at: 1_800_000_000,
    email: 'ada@mail.test',
    email_verified: true,
    address: { country: 'GB' },
    phone_number: '+1 425 555 1212',
    phone_number_verified: true,
  })
})

test('OpenID Connect Core section 5.5: single claims may be requested without their scope', () => {
  assert.deepEqual(standardClaims(plain, new Set(['openid']), ['name', 'email', 'nothing']), {
    sub: '1234',
    name: 'Ada Lovelace',
    email: 'ada@mail.test',
  })
})

test('section 5.3.2: a claim without a value is left out, not empty', () => {
  const empty = { ...plain, fullName: '', nickname: '', email: '', mobileNumber: undefined }
  const told = standardClaims(empty, new Set(['profile', 'email', 'phone']))
  assert.deepEqual(Object.keys(told), ['sub', 'preferred_username', 'updated_at'])
})

test('a requested name of the prototype is no claim, and sub cannot be replaced', () => {
  const source = { ...plain, standardClaims: { nickname: 'x' } }
  const told = standardClaims(source, new Set(['openid']), ['constructor', '__proto__', 'sub'])
  assert.deepEqual(told, { sub: '1234' })
})

test('the names are those of section 5.1, each once', () => {
  assert.equal(standardClaimNames.length, 19)
  assert.equal(new Set(standardClaimNames).size, 19)
})
