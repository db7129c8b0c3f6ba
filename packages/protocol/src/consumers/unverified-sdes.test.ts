import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mostUnverifiedSdes, readUnverifiedSdes } from './unverified-sdes.ts'

const product = { name: 'Shoe', category: 'Shoes', sku: 's1', price: 7.8 }

test('contract 3 section 7: every type, with every field', () => {
  const all = [
    { type: 'ctmrinfo', info: { customerId: '1', storeNumber: '7', storeZipCode: '20121' } },
    { type: 'personal', personal: { firstname: 'Ann', contacts: [{ email: 'a@b.example' }] } },
    {
      ...{ type: 'cart', total: 11.7, currency: 'USD', numItems: 6 },
      products: [{ product, quantity: 2 }],
    },
    {
      ...{ type: 'purchase', total: 11.7, currency: 'USD', orderId: 'DRV1534XC' },
      cart: { numItems: 2, products: [{ product, quantity: 1 }] },
    },
    {
      ...{ type: 'prodView', currency: 'USD' },
      products: [{ product: { ...product, statusInStock: 'yes', quantityInStock: 3 } }],
    },
    { type: 'mrktInfo', info: { channel: 1, affiliate: 'a', campaignId: 'c' } },
    { type: 'lead', lead: { topic: 'luxury', value: 22.22, currency: 'USD', leadId: '234' } },
    { type: 'service', service: { topic: 't', status: 10, category: 'c', serviceId: 's' } },
    {
      type: 'error',
      error: { contextId: '1', message: 'm', code: 'c', level: 2 ** 40, resolved: false },
    },
    { type: 'searchInfo', keywords: ['a', 'b'] },
  ]
  assert.deepEqual(readUnverifiedSdes(all), { ok: true, sdes: all })
  for (const one of all) assert.deepEqual(readUnverifiedSdes(one), { ok: true, sdes: [one] })
  assert.deepEqual(readUnverifiedSdes([]), { ok: true, sdes: [] })
  assert.deepEqual(readUnverifiedSdes({ type: 'lead' }), { ok: true, sdes: [{ type: 'lead' }] })
  const withNull = { type: 'lead', lead: { topic: null } }
  assert.deepEqual(readUnverifiedSdes(withNull), { ok: true, sdes: [{ type: 'lead', lead: {} }] })
})

const faults: readonly (readonly [unknown, string])[] = [
  ['x', 'attributes[0]'],
  [null, 'attributes[0]'],
  [[[]], 'attributes[0]'],
  [{}, 'attributes[0].type'],
  [{ type: 'constructor' }, 'attributes[0].type'],
  [{ type: 'section' }, 'attributes[0].type'],
  [{ type: 'cart', numItems: 1 }, 'attributes[0].total'],
  [{ type: 'cart', total: '1', numItems: 1 }, 'attributes[0].total'],
  [{ type: 'cart', total: 1, numItems: 1, x: 1 }, 'attributes[0].x'],
  [
    { type: 'cart', total: 1, numItems: 1, products: [{ quantity: 1 }] },
    'attributes[0].products[0].product',
  ],
  [{ type: 'purchase', cart: {} }, 'attributes[0].cart.products'],
  [{ type: 'lead', info: {} }, 'attributes[0].info'],
  [{ type: 'lead', lead: [] }, 'attributes[0].lead'],
  [{ type: 'lead', lead: { __proto__: null, secret: 1 } }, 'attributes[0].lead.secret'],
  [{ type: 'mrktInfo', info: { channel: 5 } }, 'attributes[0].info.channel'],
  [{ type: 'service', service: { status: 1.5 } }, 'attributes[0].service.status'],
  [{ type: 'error', error: { resolved: 'no' } }, 'attributes[0].error.resolved'],
  [{ type: 'searchInfo', keywords: 'a' }, 'attributes[0].keywords'],
  [{ type: 'searchInfo', keywords: [1] }, 'attributes[0].keywords[0]'],
  [
    { type: 'searchInfo', keywords: Array.from({ length: 51 }, () => 'a') },
    'attributes[0].keywords',
  ],
  [{ type: 'lead', lead: { topic: 'x'.repeat(1001) } }, 'attributes[0].lead.topic'],
  [{ type: 'lead', lead: { topic: '\u0000' } }, 'attributes[0].lead.topic'],
  [Array.from({ length: mostUnverifiedSdes + 1 }, () => ({ type: 'lead' })), 'attributes'],
]
for (const [value, path] of faults) {
  test(`refused: ${JSON.stringify(value)?.slice(0, 90)}`, () => {
    const reading = readUnverifiedSdes(value)
    assert.ok(!reading.ok)
    assert.equal(reading.faults[0]?.path, path)
  })
}

test('whatever is sent is read or refused, and what is read is read again the same', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (value) => {
      const reading = readUnverifiedSdes(value)
      if (reading.ok) assert.deepEqual(readUnverifiedSdes([...reading.sdes]), reading)
      else assert.ok(reading.faults.length > 0)
    }),
  )
})
