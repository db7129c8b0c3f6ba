import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { switchNames, switchOf, withSwitch } from './switches.ts'

test('the README has a row for each switch, in the words of the page', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'))
  const told = rows.filter((row) => switchNames.some((name) => row.startsWith(`| \`${name}\` |`)))
  const wanted = switchNames.map((name) => {
    const { does, cause } = switchOf(name)
    return `| \`${name}\` | ${does} | ${cause} |`
  })
  assert.deepEqual(told, wanted)
})

test('of one group other than the claims, the last switch counts', () => {
  const slow = withSwitch(withSwitch(new Set(), 'keys-down', true), 'keys-slow', true)
  assert.deepEqual([...slow], ['keys-slow'])
  assert.deepEqual([...withSwitch(slow, 'keys-down', false)], ['keys-slow'])
  const both = withSwitch(withSwitch(slow, 'expired-token', true), 'missing-sub', true)
  assert.deepEqual([...both], ['keys-slow', 'expired-token', 'missing-sub'])
  assert.deepEqual(
    [...withSwitch(both, 'expired-token', true)],
    ['keys-slow', 'missing-sub', 'expired-token'],
  )
})
