import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasHeaderValues, withKeptHeaderValues, withoutHeaderValues } from './header-values.ts'

const event = 'ms.MessagingEventNotification.ContentEvent'
type Header = readonly [name: string, value?: string | null]

const manifest = (headers: readonly Header[], at = event) => ({
  client_name: 'a',
  capabilities: {
    other: 1,
    webhooks: {
      [at]: {
        endpoint: 'https://a.example/hook',
        own: 'kept',
        headers: headers.map(([header_name, ...value]) => ({
          header_name,
          ...(value.length === 0 ? {} : { header_value: value[0] }),
        })),
      },
      retry: { retention_time: 60 },
    },
  },
})

test('names stay and values go, and nothing else', () => {
  const whole = manifest([
    ['Authorization', 'Bearer a'],
    ['X-A', ''],
  ])
  const shown = manifest([['Authorization'], ['X-A']])
  assert.deepEqual(withoutHeaderValues(whole), shown)
  assert.deepEqual([hasHeaderValues(whole), hasHeaderValues(shown)], [true, false])
  assert.deepEqual(withKeptHeaderValues(shown, whole), whole, 'and come back')
})

test('what has no webhooks, or others than a manifest’s, is left as it is', () => {
  for (const odd of [undefined, null, [], 'x', { [event]: null }, { [event]: { headers: 'x' } }]) {
    const body = { client_name: 'a', capabilities: { webhooks: odd } }
    assert.deepEqual(withoutHeaderValues(body), body)
    assert.deepEqual(withKeptHeaderValues(body, manifest([['A', 'a']])), body)
    assert.equal(hasHeaderValues(body), false)
  }
  const inner = {
    client_name: 'a',
    capabilities: { webhooks: { [event]: { headers: [null, 1] } } },
  }
  assert.deepEqual(withoutHeaderValues(inner), inner)
  assert.deepEqual(withKeptHeaderValues(inner, inner), inner)
  assert.deepEqual(withoutHeaderValues({ client_name: 'a' }), { client_name: 'a' })
})

const before = manifest([
  ['Authorization', 'Bearer a'],
  ['X-Two', 'first'],
  ['x-two', 'second'],
])
const cases: readonly (readonly [string, readonly Header[], readonly Header[], string?])[] = [
  ['a new value replaces', [['Authorization', 'b']], [['Authorization', 'b']]],
  ['an empty one is a value', [['Authorization', '']], [['Authorization', '']]],
  ['null is none', [['Authorization', null]], [['Authorization', 'Bearer a']]],
  ['in any case of the name', [['AUTHORIZATION']], [['AUTHORIZATION', 'Bearer a']]],
  ['another name has none to keep', [['X-New']], [['X-New']]],
  ['nor has another event', [['Authorization']], [['Authorization']], 'other.event'],
  ['nor one that no object has', [['Authorization']], [['Authorization']], 'constructor'],
  [
    'of two with one name each keeps its own',
    [['X-Two'], ['X-Two']],
    [
      ['X-Two', 'first'],
      ['X-Two', 'second'],
    ],
  ],
  [
    'and one of them may be new',
    [['X-Two', 'new'], ['X-Two']],
    [
      ['X-Two', 'new'],
      ['X-Two', 'second'],
    ],
  ],
  ['with one of two left nobody knows which', [['X-Two']], [['X-Two']]],
  ['nor with a third', [['X-Two'], ['X-Two'], ['X-Two']], [['X-Two'], ['X-Two'], ['X-Two']]],
]
for (const [name, sent, meant, at] of cases) {
  test(`a value that is left out: ${name}`, () => {
    assert.deepEqual(withKeptHeaderValues(manifest(sent, at), before), manifest(meant, at))
  })
}
