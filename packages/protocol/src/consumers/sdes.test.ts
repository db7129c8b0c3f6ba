import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { customerFields, personalFields } from './sde-fields.ts'
import { mostSdeFaults, readSdes } from './sdes.ts'

/** The example of contract 3 section 5.2. */
const example = [
  {
    type: 'ctmrinfo',
    info: {
      cstatus: 'cancelled',
      ctype: 'vip',
      customerId: '138766AC',
      balance: -400.99,
      socialId: '11256324780',
      imei: '3543546543545688',
      userName: 'user000',
      companySize: 500,
      accountName: 'bank corp',
      role: 'broker',
      lastPaymentDate: { day: 15, month: 10, year: 2014 },
      registrationDate: { day: 23, month: 5, year: 2013 },
    },
  },
  {
    type: 'personal',
    personal: {
      firstname: 'John',
      lastname: 'Doe',
      gender: 'MALE',
      contacts: [{ email: 'm@m.com', phone: '+1 212-788-8877' }],
    },
  },
]

const faultsOf = (value: unknown) => {
  const reading = readSdes(value)
  return reading.ok ? [] : reading.faults.map(({ path, reason }) => `${path} ${reason}`)
}
const info = (fields: unknown) => [{ type: 'ctmrinfo', info: fields }]
const personal = (fields: unknown) => [{ type: 'personal', personal: fields }]

test('contract 3 section 5.2: the example is read as it is', () => {
  const reading = readSdes(example)
  assert.ok(reading.ok)
  assert.deepEqual(reading.sdes.ctmrinfo, example[0]?.info)
  assert.deepEqual(reading.sdes.personal, example[1]?.personal)
})

test('contract 3 sections 7.1 and 7.2: every field that a token may hold is read', () => {
  const customer = {
    ctype: 'VIP',
    cstatus: 'x',
    balance: 0.5,
    currency: 'USD',
    customerId: '1',
    socialId: '2',
    imei: '3',
    userName: 'u',
    companySize: 0,
    companyBranch: 'b',
    accountName: 'a',
    role: 'r',
    lastPaymentDate: { day: 29, month: 2, year: 2024 },
    registrationDate: { day: 1, month: 1, year: 1999 },
    loginStatus: 1,
  }
  const person = {
    firstname: 'a',
    lastname: 'b',
    age: { age: 40, year: 1980, month: 12, day: 31 },
    contacts: [
      { email: 'e', phone: 'p', phoneType: 'WORK_FAX', address: { country: 'FR', region: 'IDF' } },
      {},
    ],
    gender: 'OTHER',
    language: 'en_US',
    company: 'c',
  }
  const reading = readSdes([...info(customer), ...personal(person)])
  assert.deepEqual(reading, {
    ok: true,
    sdes: { ctmrinfo: customer, personal: person },
    dropped: [],
  })
  const vouched = Object.entries(customerFields).filter(([, { authenticated }]) => authenticated)
  assert.deepEqual(
    Object.keys(customer),
    vouched.map(([name]) => name),
  )
  assert.deepEqual(Object.keys(person), Object.keys(personalFields))
})

test('an empty list, an empty object and null are fine, and tell nothing', () => {
  assert.deepEqual(readSdes([]), { ok: true, sdes: {}, dropped: [] })
  const reading = readSdes([...info({}), ...personal({ firstname: null, contacts: null })])
  assert.deepEqual(reading, { ok: true, sdes: { ctmrinfo: {}, personal: {} }, dropped: [] })
})

test('each fault is told by its path and reason', () => {
  const table: readonly (readonly [unknown, string])[] = [
    [{ type: 'personal' }, 'lp_sdes must be a list, such as [{"type":"personal",…}]'],
    ['[{"type":"personal"}]', 'lp_sdes must be a list, not JSON inside of text'],
    [5, 'lp_sdes must be a list, such as [{"type":"personal",…}]'],
    [['x'], 'lp_sdes[0] must be an object'],
    [[null], 'lp_sdes[0] must be an object'],
    [[[]], 'lp_sdes[0] must be an object'],
    [[{}], 'lp_sdes[0].type must be ctmrinfo or personal'],
    [[{ type: 'Personal' }], 'lp_sdes[0].type must be ctmrinfo or personal'],
    [[{ type: ['personal'] }], 'lp_sdes[0].type must be ctmrinfo or personal'],
    [[{ type: 'cart', total: 1 }], 'lp_sdes[0].type cannot be vouched for by a token'],
    [[{ type: 'constructor' }], 'lp_sdes[0].type must be ctmrinfo or personal'],
    [[{ type: 'personal' }], 'lp_sdes[0].personal must be an object'],
    [[{ type: 'ctmrinfo', info: [] }], 'lp_sdes[0].info must be an object'],
    [[{ type: 'ctmrinfo', info: {}, x: 1 }], 'lp_sdes[0].x is not a known field'],
    [[{ type: 'ctmrinfo', info: {}, Info: 1 }], 'lp_sdes[0].Info must be spelled info'],
    [[...info({}), ...info({})], 'lp_sdes[1] is a second ctmrinfo; one token has one'],
    [info({ customerID: 'x' }), 'lp_sdes[0].info.customerID must be spelled customerId'],
    [info({ company_size: 1 }), 'lp_sdes[0].info.company_size must be spelled companySize'],
    [info({ loyalty: 'x' }), 'lp_sdes[0].info.loyalty is not a known field'],
    [info({ toString: 'x' }), 'lp_sdes[0].info.toString is not a known field'],
    [info({ storeNumber: '5' }), 'lp_sdes[0].info.storeNumber cannot be vouched for by a token'],
    [info({ customerId: 138766 }), 'lp_sdes[0].info.customerId must be text: put it in quotes'],
    [info({ customerId: {} }), 'lp_sdes[0].info.customerId must be text'],
    [info({ role: 'a\u0000' }), 'lp_sdes[0].info.role must hold no control characters'],
    [info({ role: '\udc00' }), 'lp_sdes[0].info.role must be well-formed Unicode'],
    [info({ role: 'x'.repeat(1001) }), 'lp_sdes[0].info.role must have at most 1000 characters'],
    [info({ balance: '1.5' }), 'lp_sdes[0].info.balance must be a number'],
    [info({ currency: 'dollars' }), 'lp_sdes[0].info.currency must be three letters, such as USD'],
    [
      info({ companySize: 1.5 }),
      'lp_sdes[0].info.companySize must be a whole number from 0 to 2147483647',
    ],
    [
      info({ companySize: -1 }),
      'lp_sdes[0].info.companySize must be a whole number from 0 to 2147483647',
    ],
    ...[
      { day: 30, month: 2, year: 2024 },
      { day: 29, month: 2, year: 2023 },
      { day: 1, month: 13, year: 2023 },
      { day: 0, month: 1, year: 2023 },
      { day: 1, month: 1, year: 23 },
      { day: 1, month: 1 },
      { day: '1', month: 1, year: 2023 },
      {},
    ].map(
      (date) =>
        [
          info({ lastPaymentDate: date }),
          'lp_sdes[0].info.lastPaymentDate must be a day of the calendar: day, month (1 to 12) and year',
        ] as const,
    ),
    [
      info({ registrationDate: '2023-05-23' }),
      'lp_sdes[0].info.registrationDate must be an object of day, month and year',
    ],
    [personal({ firstName: 'x' }), 'lp_sdes[0].personal.firstName must be spelled firstname'],
    [
      personal({ gender: 'female' }),
      'lp_sdes[0].personal.gender must be one of MALE, FEMALE, OTHER',
    ],
    [
      personal({ language: 'english please' }),
      'lp_sdes[0].personal.language must be a language, such as en-US or en_US',
    ],
    [personal({ age: 40 }), 'lp_sdes[0].personal.age must be an object'],
    [
      personal({ age: { age: 151 } }),
      'lp_sdes[0].personal.age.age must be a whole number from 0 to 150',
    ],
    [personal({ contacts: {} }), 'lp_sdes[0].personal.contacts must be a list'],
    [
      personal({ contacts: Array.from({ length: 21 }, () => ({})) }),
      'lp_sdes[0].personal.contacts must have at most 20 entries',
    ],
    [personal({ contacts: ['x'] }), 'lp_sdes[0].personal.contacts[0] must be an object'],
    [
      personal({ contacts: [{ phoneType: 'CELL' }] }),
      'lp_sdes[0].personal.contacts[0].phoneType must be one of HOME, MOBILE, WORK, FAX, MAIN, HOME_FAX, WORK_FAX, PAGER, OTHER',
    ],
    [
      personal({ contacts: [{ address: { city: 'x' } }] }),
      'lp_sdes[0].personal.contacts[0].address.city is not a known field',
    ],
  ]
  for (const [value, fault] of table) assert.deepEqual(faultsOf(value), [fault])
})

test('all faults are told at once, up to a bound', () => {
  const faults = faultsOf([
    ...info({ ctype: 1, balance: 'x', y: 1 }),
    ...personal({ gender: 1 }),
    5,
  ])
  assert.equal(faults.length, 5)
  const many = Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`x${index}`, 1]))
  assert.equal(faultsOf(info(many)).length, mostSdeFaults)
  assert.equal(faultsOf(Array.from({ length: 900 }, () => 1)).length, mostSdeFaults)
})

test('names that somebody else chose are shown short and harmless', () => {
  const [fault = ''] = faultsOf(info({ [`<b>\n"${'x'.repeat(500)}`]: 1 }))
  assert.equal(fault, `lp_sdes[0].info.?b???${'x'.repeat(35)}… is not a known field`)
})

test('where a connector says so, unknown members are left out, and known ones still judged', () => {
  const value = [{ type: 'cart' }, { type: 'other' }, ...info({ ctype: 'vip', loyalty: 1 })]
  assert.deepEqual(readSdes(value, 'drop'), {
    ok: true,
    sdes: { ctmrinfo: { ctype: 'vip' } },
    dropped: ['lp_sdes[0]', 'lp_sdes[1]', 'lp_sdes[2].info.loyalty'],
  })
  assert.equal(readSdes(info({ ctype: 1 }), 'drop').ok, false)
  assert.equal(readSdes(info({ storeNumber: '1' }), 'drop').ok, false)
})

test('whatever JSON comes, reading ends and never throws', () => {
  const field = fc.constantFrom(...Object.keys(customerFields), ...Object.keys(personalFields), 'x')
  const item = fc.record({
    type: fc.constantFrom('ctmrinfo', 'personal', 'cart', 1),
    info: fc.dictionary(field, fc.jsonValue()),
    personal: fc.dictionary(field, fc.jsonValue()),
  })
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(item)), (value) => {
      const reading = readSdes(value)
      if (!reading.ok) assert.ok(reading.faults.length > 0)
    }),
  )
})
