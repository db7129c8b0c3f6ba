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
const nobody = { userId: 1, userAgent: firefox }

describe('before sessions end', () => {
  test('each is named by who, where and from which address', () => {
    assert.deepEqual(endingOf([session(1), session(2)], nobody, words), {
      ...{ title: 'End 2?', lead: 'They sign in again.' },
      breaks: ['ada, Firefox on Linux, 192.0.2.1', 'ada, Firefox on Linux, 192.0.2.2'],
    })
  })

  test('one’s own is told: the same user in the same browser, and neither alone', () => {
    const leadFor = (userId: number, userAgent: string) =>
      endingOf([session(1, { userId: 9 }), session(2)], { userId, userAgent }, words).lead
    assert.equal(leadFor(7, firefox), 'They sign in again. You too.')
    assert.equal(leadFor(7, 'curl/8'), 'They sign in again.')
    assert.equal(leadFor(8, firefox), 'They sign in again.')
  })

  test('of many, eight are named and the others counted; names that are alike stand there once', () => {
    const many = Array.from({ length: 11 }, (_, index) => session(index))
    const { breaks } = endingOf(many, nobody, words)
    assert.equal(breaks.length, 9)
    assert.equal(breaks.at(-1), 'and 3 more')
    const alike = Array.from({ length: 9 }, () => session(1))
    assert.deepEqual(endingOf(alike, nobody, words).breaks, [
      'ada, Firefox on Linux, 192.0.2.1',
      'and 1 more',
    ])
    assert.equal(endingOf(many.slice(0, 8), nobody, words).breaks.length, 8)
  })

  test('what a program calls itself is told as it is', () => {
    const [name = ''] = endingOf([session(1, { userAgent: '<img src=x>' })], nobody, words).breaks
    assert.equal(name, 'ada, <img src=x>, 192.0.2.1')
  })
})

describe('ending them', () => {
  test('what was over already is done, what was refused is not, and none is left out', async () => {
    const asked: string[] = []
    const answers = ['ended', 'refused', 'over', 'ended'] as const
    const told = await endEach(['a', 'b', 'c', 'd'], async (id) => {
      asked.push(id)
      return answers[asked.length - 1] ?? 'refused'
    })
    assert.deepEqual(told, { done: 3, failed: 1 })
    assert.deepEqual(asked, ['a', 'b', 'c', 'd'])
    assert.deepEqual(await endEach([], async () => 'refused'), { done: 0, failed: 0 })
  })
})
