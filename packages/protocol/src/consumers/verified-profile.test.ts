import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sdesOfProfile, verifiedProfile } from './verified-profile.ts'

const claims = {
  sub: '4255551212',
  given_name: 'John',
  family_name: 'Doe',
  email: 'm@m.com',
  gender: 'male',
  preferred_username: 'JohnDoe',
  phone_number: '+1-10-344-3765333',
  picture: 'https://ignored',
  name: 'ignored',
}

test('contract 3 section 5.2: every standard claim goes to its attributes, each with its source', () => {
  assert.deepEqual(verifiedProfile(claims, {}), {
    ctmrinfo: { customerId: '4255551212', userName: 'JohnDoe', imei: '+1-10-344-3765333' },
    personal: {
      firstname: 'John',
      lastname: 'Doe',
      gender: 'MALE',
      contacts: [{ email: 'm@m.com', phone: '+1-10-344-3765333' }],
    },
    sources: {
      'ctmrinfo.customerId': 'sub',
      'ctmrinfo.userName': 'preferred_username',
      'ctmrinfo.imei': 'phone_number',
      'personal.firstname': 'given_name',
      'personal.lastname': 'family_name',
      'personal.gender': 'gender',
      'personal.contacts[0].email': 'email',
      'personal.contacts[0].phone': 'phone_number',
    },
    leftOut: [],
  })
})

test('what lp_sdes says is shown, and claims fill what it leaves open', () => {
  const profile = verifiedProfile(claims, {
    ctmrinfo: { customerId: '138766AC', imei: '35' },
    personal: { firstname: 'Johnny', contacts: [{ phone: '5', phoneType: 'HOME' }] },
  })
  assert.deepEqual(profile.ctmrinfo, { customerId: '138766AC', imei: '35', userName: 'JohnDoe' })
  assert.deepEqual(profile.personal, {
    firstname: 'Johnny',
    lastname: 'Doe',
    gender: 'MALE',
    contacts: [{ phone: '5', phoneType: 'HOME' }, { email: 'm@m.com' }],
  })
  assert.deepEqual(profile.sources, {
    'ctmrinfo.customerId': 'lp_sdes',
    'ctmrinfo.imei': 'lp_sdes',
    'ctmrinfo.userName': 'preferred_username',
    'personal.firstname': 'lp_sdes',
    'personal.lastname': 'family_name',
    'personal.gender': 'gender',
    'personal.contacts[0].phone': 'lp_sdes',
    'personal.contacts[0].phoneType': 'lp_sdes',
    'personal.contacts[1].email': 'email',
  })
})

test('an e-mail address and a phone number of lp_sdes leave nothing to fill', () => {
  const contacts = [{ email: 'a@b' }, { phone: '5' }]
  assert.deepEqual(verifiedProfile(claims, { personal: { contacts } }).personal.contacts, contacts)
})

test('genders of OpenID Connect by the words of the reference', () => {
  for (const [given, gender] of [
    ['female', 'FEMALE'],
    ['Male', 'MALE'],
    ['OTHER', 'OTHER'],
    ['non-binary', 'OTHER'],
  ]) {
    assert.equal(verifiedProfile({ gender: given }, {}).personal.gender, gender)
  }
})

test('a standard claim of a wrong kind is left out and told, and refuses nobody', () => {
  const profile = verifiedProfile(
    {
      sub: 'x',
      given_name: 5,
      email: ['a@b'],
      family_name: 'a\u0000',
      gender: '',
      phone_number: null,
    },
    {},
  )
  assert.deepEqual(profile.personal, {})
  assert.deepEqual(profile.leftOut.toSorted(), ['email', 'family_name', 'gender', 'given_name'])
})

test('agents are shown engagement attributes, none that is empty', () => {
  assert.deepEqual(sdesOfProfile(verifiedProfile({ sub: 'x' }, {})), [
    { type: 'ctmrinfo', info: { customerId: 'x' } },
  ])
  const types = sdesOfProfile(verifiedProfile(claims, {})).map(({ type }) => type)
  assert.deepEqual(types, ['ctmrinfo', 'personal'])
  assert.deepEqual(sdesOfProfile({ ctmrinfo: {}, personal: {} }), [])
})
