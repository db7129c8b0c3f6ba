import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { filtered, methodsOf, noFilter, usersOf } from './filters.ts'
import { mostRead, pageLength, readPages } from './read-pages.ts'

const session = (id: number, userId = 7, method = 'password') => ({
  ...{ id: `s${id}`, userId, loginName: `user${userId}`, current: false, method },
  ...{ createdAt: '', lastUsedAt: '', expiresAt: '', idleEndsAt: '', address: '', userAgent: '' },
})
const some = [session(1, 9), session(2, 7), session(3, 7, 'browser')]

describe('the filters of sessions', () => {
  test('narrow by user, by way, and by both', () => {
    const ids = (filter: object) => filtered(some, { ...noFilter, ...filter }).map(({ id }) => id)
    assert.deepEqual(ids({}), ['s1', 's2', 's3'])
    assert.deepEqual(ids({ userId: '7' }), ['s2', 's3'])
    assert.deepEqual(ids({ userId: '7', method: 'browser' }), ['s3'])
    assert.deepEqual(ids({ userId: '1' }), [])
  })

  test('offer what is there, once each, in order; a user without a name by number', () => {
    assert.deepEqual(
      usersOf([...some, { ...session(4, 8), loginName: '' }]).map(({ label }) => label),
      ['8', 'user7', 'user9'],
    )
    assert.deepEqual(methodsOf(some), ['browser', 'password'])
  })
})

describe('filters of users who are alike', () => {
  test('a number is compared whole, and two users of one name are two', () => {
    const alike = [session(1, 7), session(2, 77), { ...session(3, 78), loginName: 'user7' }]
    assert.equal(filtered(alike, { ...noFilter, userId: '7' }).length, 1)
    assert.deepEqual(
      usersOf(alike).map(({ value }) => value),
      ['7', '78', '77'],
    )
  })

  test('a way to sign in that nobody knows yet is offered, and found', () => {
    const strange = [session(1, 7, '__proto__'), session(2, 7, 'toString')]
    assert.deepEqual(methodsOf(strange), ['__proto__', 'toString'])
    assert.equal(filtered(strange, { ...noFilter, method: 'toString' }).length, 1)
  })
})

describe('all pages of sessions', () => {
  const server = (count: number) => {
    const asked: number[] = []
    const read = async (offset: number) => {
      asked.push(offset)
      const length = Math.max(0, Math.min(pageLength, count - offset))
      const sessions = Array.from({ length }, (_, index) => session(offset + index))
      return { sessions, total: count }
    }
    return { asked, read }
  }

  test('are read until there are no more', async () => {
    const { asked, read } = server(2 * pageLength + 3)
    const { sessions, total } = await readPages(read)
    assert.deepEqual([sessions.length, total], [2003, 2003])
    assert.deepEqual(asked, [0, 1000, 2000])
  })

  test('but not without end', async () => {
    const { asked, read } = server(1_000_000)
    const { sessions, total } = await readPages(read)
    assert.deepEqual([sessions.length, total, asked.length], [mostRead, 1_000_000, 5])
  })

  test('one that moved to the next page meanwhile is there once', async () => {
    const pages = [
      Array.from({ length: pageLength }, (_, index) => session(index)),
      [session(pageLength - 1), session(pageLength)],
    ]
    const { sessions } = await readPages(async (offset) => ({
      ...{ sessions: pages[offset / pageLength] ?? [], total: pageLength + 1 },
    }))
    assert.equal(sessions.length, pageLength + 1)
  })

  test('a last page that is full is followed by an empty one, and a server without any is asked once', async () => {
    const full = server(pageLength)
    assert.equal((await readPages(full.read)).sessions.length, pageLength)
    assert.deepEqual(full.asked, [0, pageLength])
    const empty = server(0)
    assert.deepEqual(await readPages(empty.read), { sessions: [], total: 0 })
    assert.deepEqual(empty.asked, [0])
  })

  test('a page that fails is no shorter list', async () => {
    const { read } = server(2 * pageLength)
    const failing = (offset: number) =>
      offset === 0 ? read(offset) : Promise.reject(new Error('down'))
    await assert.rejects(readPages(failing), /down/)
  })

  test('of one that changed while pages were read, the later word counts', async () => {
    const first = Array.from({ length: pageLength }, (_, index) => session(index))
    const later = { ...session(0), loginName: 'renamed' }
    const pages = [
      { sessions: first, total: 5 },
      { sessions: [later], total: 5 },
    ]
    const { sessions, total } = await readPages(async (offset) => {
      const page = pages[offset / pageLength]
      assert.ok(page, 'it is asked for no third page')
      return page
    })
    assert.equal(sessions[0]?.loginName, 'renamed')
    assert.equal(total, pageLength, 'never less than are shown')
  })
})
