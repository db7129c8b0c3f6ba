import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mapClaims } from './claim-mapping.ts'

test('attributes are taken from the claims that a connector names', () => {
  const claims = { tier: 'gold', debt: 12.5, birth: 1980, mail: 'a@b.example', mobile: '+49 1' }
  const { sdes, sources, leftOut } = mapClaims(
    claims,
    {},
    {
      'ctmrinfo.ctype': 'tier',
      'ctmrinfo.balance': 'debt',
      'personal.age.year': 'birth',
      'personal.contacts.email': 'mail',
      'personal.contacts.phone': 'mobile',
      'ctmrinfo.role': 'absent',
    },
  )
  assert.deepEqual(sdes, {
    ctmrinfo: { ctype: 'gold', balance: 12.5 },
    personal: { age: { year: 1980 }, contacts: [{ email: 'a@b.example', phone: '+49 1' }] },
  })
  assert.deepEqual(leftOut, [])
  assert.equal(sources['personal.contacts[0].email'], 'mail')
  assert.equal(sources['ctmrinfo.ctype'], 'tier')
})

test('what lp_sdes says stays, and other fields of it are joined', () => {
  const given = { ctmrinfo: { ctype: 'vip', role: 'broker' } }
  const mapping = { 'ctmrinfo.ctype': 'tier', 'ctmrinfo.cstatus': 'status' }
  const { sdes, sources } = mapClaims({ tier: 'gold', status: 'active' }, given, mapping)
  assert.deepEqual(sdes, { ctmrinfo: { ctype: 'vip', role: 'broker', cstatus: 'active' } })
  assert.deepEqual(sources, { 'ctmrinfo.cstatus': 'status' })
})

test('a value of a wrong kind is left out, and nobody is refused for it', () => {
  const claims = { tier: 7, long: 'x'.repeat(1001), odd: '\u0000', size: '500' }
  const { sdes, leftOut } = mapClaims(
    claims,
    {},
    {
      'ctmrinfo.ctype': 'tier',
      'ctmrinfo.role': 'long',
      'ctmrinfo.accountName': 'odd',
      'ctmrinfo.companySize': 'size',
      'ctmrinfo.userName': '__proto__',
    },
  )
  assert.deepEqual(sdes, {})
  assert.deepEqual(leftOut, ['tier', 'long', 'odd', 'size'])
})
