import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OpenSession } from '@watchword/protocol/api/session.ts'
import { endEach, endingOf } from './ending.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const session = (id: number, about: Partial<OpenSession> = {}): OpenSession => ({
  ...{ id: `s${id}`, userId: 7, loginName: 'ada', current: false, method: 'password' },
  ...{ createdAt: '', lastUsedAt: '', expiresAt: '', idleEndsAt: '' },
  ...{ address: `192.0.2.${id}`, userAgent: firefox, ...about },
})
const words = {
  title: (count: number) => `End ${count}?`,
  ...{ lead: 'They sign in again.', own: 'You too.' },
  nameOf: (...parts: readonly string[]) => parts.join(', '),
  more: (count: number) => `and ${count} more`,
}

describe('before sessions end', () => {
  test('each is named by who, where and from which address', () => {
    assert.deepEqual(endingOf([session(1), session(2)], words), {
      ...{ title: 'End 2?', lead: 'They sign in again.' },
      breaks: ['ada, Firefox on Linux, 192.0.2.1', 'ada, Firefox on Linux, 192.0.2.2'],
    })
  })

  test('one’s own is told, and none that only looks like it', () => {
    const leadFor = (current: boolean) =>
      endingOf([session(1), session(2, { current })], words).lead
    assert.equal(leadFor(true), 'They sign in again. You too.')
    assert.equal(leadFor(false), 'They sign in again.')
  })

  test('of many, eight are named and the others counted; names that are alike stand there once', () => {
    const many = Array.from({ length: 11 }, (_, index) => session(index))
    const { breaks } = endingOf(many, words)
    assert.equal(breaks.length, 9)
    assert.equal(breaks.at(-1), 'and 3 more')
    const alike = Array.from({ length: 9 }, () => session(1))
    assert.deepEqual(endingOf(alike, words).breaks, [
      'ada, Firefox on Linux, 192.0.2.1',
      'and 1 more',
    ])
    assert.equal(endingOf(many.slice(0, 8), words).breaks.length, 8)
  })

  test('what a program calls itself is told as it is', () => {
    const [name = ''] = endingOf([session(1, { userAgent: '<img src=x>' })], words).breaks
    assert.equal(name, 'ada, <img src=x>, 192.0.2.1')
  })
})

describe('ending them', () => {
  test('what was over already is done, what was refused is not, and none is left out', async () => {
    const asked: string[] = []
    const answers = ['ended', 'refused', 'over', 'ended'] as const
    const others = ['a', 'b', 'c', 'd'].map((id) => ({ id, current: false }))
    const told = await endEach(others, async ({ id }) => {
      asked.push(id)
      return answers[asked.length - 1] ?? 'refused'
    })
    assert.deepEqual(told, { done: 3, failed: 1 })
    assert.deepEqual(asked, ['a', 'b', 'c', 'd'])
    assert.deepEqual(await endEach([], async () => 'refused'), { done: 0, failed: 0 })
  })

  test('one’s own is the last', async () => {
    const asked: string[] = []
    const sessions = [session(1), session(2, { current: true }), session(3)]
    await endEach(sessions, async ({ id }) => {
      asked.push(id)
      return 'ended'
    })
    assert.deepEqual(asked, ['s1', 's3', 's2'])
  })
})
