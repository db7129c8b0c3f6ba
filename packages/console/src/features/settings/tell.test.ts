import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Field, settingGroups } from './fields.ts'
import { type TellWords, tellValue, tellValues } from './tell.ts'

const words: TellWords = {
  on: 'on',
  off: 'off',
  noValue: 'none',
  units: { minutes: (value) => `${value} min` },
  settings: {
    a: { label: 'A', unlimited: 'never' },
    b: { label: 'B', choices: { ask: 'Ask them' } },
  },
}
const number: Field = { kind: 'number', path: 'a', unit: 'minutes', min: 1, max: 9, nullable: true }

test('a value is told as people say it', () => {
  const choice: Field = { kind: 'choice', path: 'b', choices: ['ask'] }
  const table = [
    [number, 5, '5 min'],
    [number, null, 'never'],
    [choice, 'ask', 'Ask them'],
    [choice, 'constructor', 'constructor'],
    [{ kind: 'flag', path: 'c' }, true, 'on'],
    [{ kind: 'flag', path: 'c' }, false, 'off'],
    [{ kind: 'text', path: 'c', nullable: true }, '', 'none'],
    [{ kind: 'ranges', path: 'c' }, [{ range: '::/0', description: '' }], '::/0'],
    [{ kind: 'ranges', path: 'c' }, [], 'none'],
    [{ kind: 'features', path: 'c' }, { x: true, y: false }, 'x: on, y: off'],
  ] as const
  for (const [field, value, text] of table) assert.equal(tellValue(field, value, words), text)
})

test('a form is told by its labels', () => {
  assert.deepEqual(tellValues([number], { a: { isDefault: true, value: 3 } }, words), [
    ['A', '3 min'],
  ])
  assert.deepEqual(tellValues([number], {}, words), [])
  const [group] = settingGroups.features
  assert.deepEqual(tellValues(group.fields, { features: { isDefault: true, value: {} } }, words), [
    ['features', 'none'],
  ])
})
