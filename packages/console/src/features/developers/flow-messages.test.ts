import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TrailKind, TrailStep } from '../../api/trail.ts'
import { drawnSteps, foldSteps, messagesOf } from './flow-messages.ts'

const step = (kind: TrailKind, path: string, status: number | undefined = 200): TrailStep => ({
  ...{ kind, path, status, method: 'GET', milliseconds: 12.6, requestId: 'r', at: 0 },
})
const words = {
  kinds: {
    ...{ discovery: 'Metadata', authorize: 'To the login page', callback: 'Back' },
    ...{ token: 'Code for tokens', renew: 'New tokens' },
  },
  noAnswer: 'no answer',
  milliseconds: (count: number) => `${count} ms`,
  times: (count: number) => `× ${count}`,
}

describe('what a tab did', () => {
  test('calls that are repeated are one; another answer is another', () => {
    const folded = foldSteps([
      ...[step('call', '/a'), step('call', '/a'), step('call', '/a', 404), step('call', '/b')],
      ...[step('renew', '/t'), step('renew', '/t')],
    ])
    assert.deepEqual(
      folded.map(({ path, status, times }) => [path, status, times]),
      [
        ['/a', 200, 2],
        ['/a', 404, 1],
        ['/b', 200, 1],
        ['/t', 200, 1],
        ['/t', 200, 1],
      ],
    )
  })

  test('the sign-in stays in the picture, of the calls only the newest', () => {
    const calls = Array.from({ length: 30 }, (_, index) => step('call', `/${index}`))
    const { drawn, left } = drawnSteps(foldSteps([step('token', '/t'), ...calls]), 12)
    assert.equal(drawn.length, 13)
    assert.equal(drawn[0]?.kind, 'token')
    assert.equal(drawn.at(-1)?.path, '/29')
    assert.equal(left, 18)
  })

  test('each goes to who is asked, and what the browser does has no answer', () => {
    const steps = [step('authorize', '/authorize'), step('callback', '/cb'), step('token', '/t')]
    const messages = messagesOf(foldSteps([...steps, step('call', '/me')]), words)
    assert.deepEqual(
      messages.map(({ from, to, label, answer }) => [from, to, label, answer]),
      [
        ['tab', 'issuer', 'To the login page', undefined],
        ['issuer', 'tab', 'Back', undefined],
        ['tab', 'issuer', 'Code for tokens', '200 · 13 ms'],
        ['tab', 'api', 'GET /me', '200 · 13 ms'],
      ],
    )
  })

  test('a refusal and no answer at all are marked', () => {
    const [refused, none] = messagesOf(
      foldSteps([step('call', '/a', 403), { ...step('call', '/b'), status: undefined }]),
      words,
    )
    assert.equal(refused?.isRefused, true)
    assert.equal(none?.isRefused, true)
    assert.equal(none?.answer, 'no answer')
  })
})
