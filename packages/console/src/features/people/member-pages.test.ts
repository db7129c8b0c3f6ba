import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UserMembers } from '@watchword/protocol/api/user-report.ts'
import fc from 'fast-check'
import { firstPart, membersIn, type Part, partAfter } from './member-pages.ts'

const user = (id: number) => ({ id, loginName: `u${id}`, nickname: `User ${id}`, isEnabled: true })

test('parts follow one another until all are there, each once', () => {
  const all = fc.integer({ min: 0, max: 500 })
  fc.assert(
    fc.property(all, (total) => {
      const users = Array.from({ length: total }, (_, id) => user(id))
      const parts: UserMembers[] = []
      for (let part: Part | undefined = firstPart; part !== undefined; ) {
        const { offset, limit }: Part = part
        assert.ok(limit <= 200, 'no more than the API gives at once')
        const answer = { total, users: users.slice(offset, offset + limit) }
        parts.push(answer)
        part = partAfter(answer, part)
      }
      assert.deepEqual(membersIn(parts), { total, users })
    }),
  )
})

test('who came or went between two parts is neither told twice nor waited for', () => {
  const first = { total: 3, users: [user(1), user(2)] }
  const later = { total: 4, users: [user(2), user(3)] }
  assert.deepEqual(membersIn([first, later]), { total: 4, users: [user(1), user(2), user(3)] })
  assert.deepEqual(membersIn([]), { total: 0, users: [] })
  assert.equal(partAfter({ total: 20, users: [] }, firstPart), undefined)
})
