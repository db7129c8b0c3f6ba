import { isObject } from '@watchword/protocol/json/is-object.ts'
import { exampleOf } from '#http/docs/example.ts'
import { type JsonSchema, schemaOf } from '#http/openapi/json-schema.ts'

/** A body as it goes over the wire, and what it claims to be. */
export type HostileBody = { readonly type: string | undefined; readonly bytes: Buffer }

const json = (text: string | Buffer): HostileBody => ({
  type: 'application/json',
  bytes: Buffer.from(text),
})

/** Bodies that no operation takes, or that only some do. */
export const hostileBodies: readonly HostileBody[] = [
  ...['{"a":', '[1,', 'nul', '"', '{"a":1}x', '', ' ', '\u0000', '\ufeff{}', "{'a':1}", '{"a":1,}'],
  ...['null', 'true', '0', '-0', '1e999', '""', '[]', '{}', '[null]', '[[]]', '[{}]', '[{},{}]'],
  ...['{"a":1e999}', '{"a":1,"a":2}', '{"__proto__":{"admin":true}}', '[{"__proto__":{"x":1}}]'],
  ...[
    '{"constructor":{"prototype":{"x":1}}}',
    '{"toString":1,"length":1e9}',
    '{"\\u0000":"\\ud800"}',
  ],
  '['.repeat(20_000),
  '{"a":'.repeat(5000),
  `{"a":"${'x'.repeat(1_048_576)}"}`,
  `[${'{},'.repeat(300_000)}{}]`,
].map(json)

/** The same few bytes under other names. */
export const mislabelledBodies: readonly HostileBody[] = [
  json(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  json(Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00])),
  ...[
    undefined,
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/jsonx',
    'json',
    ';',
    '*/*',
  ].map((type) => ({ type, bytes: Buffer.from('{"a":1}') })),
]

/** Parts of a path that are no id, or not one of ours; as they go over the wire. */
export const hostilePathParts: readonly string[] = [
  ...[
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e',
    '%00',
    'a%00b',
    '%20',
    '%E2%80%A8',
    '__proto__',
    '-1',
    '0',
  ],
  ...[
    '99999999999999999999',
    '1e3',
    '0x10',
    '1.5',
    '%27%20or%201%3D1--',
    '%3Cscript%3E',
    '%',
    '%zz',
  ],
  ...['%f0%28%8c', 'x'.repeat(150), 'x'.repeat(5000), 'NaN', 'null', '*', '$all'],
]

/** Values of a query parameter; as they go over the wire. */
export const hostileQueryValues: readonly string[] = [
  ...['', '%00', '-1', '1e999', '9'.repeat(30), 'x'.repeat(3000), '%zz', '%ff', '%F0%9F%92%A5'],
  ...['((((', '$all', 'a(b(c', "'", '__proto__', 'true', '[]', '{}', 'NaN', '%E2%80%A8'],
]

const hostileValues: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e308, 2 ** 53, '', ' ', '\u0000', '\ud800', 'a\u0000b', '\u202e'],
  ...['x'.repeat(5000), '9'.repeat(40), '__proto__', [], {}, [null], [[]], [{}], [-1, 0, 1e20]],
  { __proto__: null, x: 1 },
]

/** A body that the schema allows, then the same with each member, at each depth, made hostile in turn. */
export function mutationsOf(schema: unknown): readonly unknown[] {
  const read = schemaOf(schema)
  if (read === undefined) return []
  const example = exampleOf(everything(read))
  return [example, ...mutate(example)]
}

function* mutateAll(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      for (const other of mutate(item)) yield value.with(index, other)
    }
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      for (const other of [...hostileValues, ...mutate(member)]) yield { ...value, [name]: other }
    }
  }
}

function mutate(value: unknown): readonly unknown[] {
  return [...mutateAll(value)]
}

/** The same schema, with every member required, so that the example has them all. */
function everything(schema: JsonSchema): JsonSchema {
  const { properties, items, anyOf } = schema
  return {
    ...schema,
    ...(items === undefined ? {} : { items: everything(items) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(everything) }),
    ...(properties === undefined
      ? {}
      : {
          required: Object.keys(properties),
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, member]) => [name, everything(member)]),
          ),
        }),
  }
}
