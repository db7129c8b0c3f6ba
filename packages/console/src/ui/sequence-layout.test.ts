import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitted, layoutSequence } from './sequence-layout.ts'

const parties = [
  { id: 'tab', label: 'Tab' },
  { id: 'issuer', label: 'Issuer' },
  { id: 'api', label: 'API' },
]

test('parties stand side by side, and arrows go down from one to the other and back', () => {
  const messages = [
    { key: 'a', from: 'tab', to: 'issuer', label: 'ask', answer: '200' },
    { key: 'b', from: 'issuer', to: 'tab', label: 'redirect' },
  ]
  const { arrows, parties: placed, height } = layoutSequence(parties, messages, 1000)
  assert.deepEqual(
    placed.map(({ x }) => x),
    [76, 500, 924],
  )
  assert.deepEqual(
    arrows.map(({ from, to, label, isAnswer }) => [from, to, label, isAnswer]),
    [
      [76, 500, 'ask', false],
      [500, 76, '200', true],
      [500, 76, 'redirect', false],
    ],
  )
  const down = arrows.map(({ y }) => y)
  assert.deepEqual(
    down.toSorted((a, b) => a - b),
    down,
  )
  assert.ok((down.at(-1) ?? 0) < height)
})

test('a refusal is one at its answer, or at the message if nobody answered', () => {
  const message = { from: 'tab', to: 'api', label: 'ask', isRefused: true }
  const messages = [
    { ...message, key: 'a', answer: '401' },
    { ...message, key: 'b' },
  ]
  const { arrows } = layoutSequence(parties, messages, 1000)
  assert.deepEqual(
    arrows.map(({ isRefused }) => isRefused),
    [false, true, true],
  )
})

test('on a narrow screen it stays as wide as its words need', () => {
  const { width, parties: placed } = layoutSequence(parties, [], 300)
  assert.equal(width, 2 * 76 + 2 * 230)
  assert.equal((placed[1]?.x ?? 0) - (placed[0]?.x ?? 0), 230)
})

test('who does not take part is not drawn, nor what is said to them', () => {
  const messages = [{ key: 'a', from: 'tab', to: 'nobody', label: 'ask' }]
  assert.deepEqual(layoutSequence(parties, messages, 1000).arrows, [])
  assert.equal(layoutSequence(parties.slice(0, 1), [], 500).parties[0]?.x, 76)
})

test('what does not fit loses its end, and no letter is broken', () => {
  assert.equal(fitted('short', 100), 'short')
  assert.equal(fitted('/api/account/12345678/users', 64), '/api/acco…')
  assert.equal(fitted(`${'a'.repeat(8)}😀 and so on`, 64).isWellFormed(), true)
})
