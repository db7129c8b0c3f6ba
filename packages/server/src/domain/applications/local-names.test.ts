import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { localNamesOf } from './local-names.ts'

const rows: readonly [
  name: string,
  members: Readonly<Record<string, unknown>>,
  names: Readonly<Record<string, string>>,
][] = [
  ['none', { display_name: 'Planner' }, {}],
  ['client_name#ja-Jpan-JP, as in RFC 7591', { 'client_name#ja-Jpan-JP': '計画' }, { ja: '計画' }],
  ['display_name first', { 'client_name#de': 'a', 'display_name#DE': 'b' }, { de: 'b' }],
  [
    'the language before a region',
    { 'client_name#de-AT': 'a', 'client_name#de': 'b' },
    { de: 'b' },
  ],
  ['the first of two regions', { 'client_name#es-MX': 'a', 'client_name#es-AR': 'b' }, { es: 'a' }],
  ['an empty one is none', { 'display_name#de': '', 'client_name#de': 'b' }, { de: 'b' }],
  [
    'other members are no names',
    { 'description#de': 'x', 'logo_uri#de': 'y', display_name: 'z' },
    {},
  ],
]

describe('RFC 7591 section 2.2: names in other languages', () => {
  for (const [name, members, names] of rows) {
    test(name, () => {
      assert.deepEqual(Object.fromEntries(localNamesOf({ client_name: 'app', ...members })), names)
    })
  }
})
