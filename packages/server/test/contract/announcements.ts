import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Announcement } from '#storage/port.ts'
import { until } from '../support/until.ts'
import { type Contract, newAccount, someSession } from './contract.ts'

/** What one process changes, another learns in under a second. */
export function testAnnouncements({ storage, another }: Contract): void {
  describe('announcements', () => {
    test('another process is told of a removed session in under a second', async () => {
      const accountId = await newAccount(storage())
      const session = someSession(accountId)
      await storage().write((tx) => tx.sessions.insert(session))
      const other = await another()
      const told: Announcement[] = []
      other.announcements.subscribe((announcement) => told.push(announcement))
      await storage().write((tx) => tx.sessions.remove(accountId, session.id))
      await until(() => told.some((each) => concerns(each, accountId, session.tokenHash)), 1000)
      assert.equal(await other.read.sessions.findByToken(session.tokenHash), undefined)
    })

    test('another process is told of a changed account in under a second, while it writes', async () => {
      const accountId = await newAccount(storage())
      const other = await another()
      const own = await newAccount(other)
      const told: Announcement[] = []
      let writing = true
      other.announcements.subscribe((announcement) => told.push(announcement))
      const load = (async () => {
        while (writing) await other.write((tx) => tx.skills.count(own))
      })()
      try {
        await storage().write((tx) => tx.accounts.update(accountId, { status: 'suspended' }))
        await until(() => told.some((each) => concerns(each, accountId, '')), 1000)
      } finally {
        writing = false
        await load
      }
      assert.equal((await other.read.accounts.find(accountId))?.status, 'suspended')
    })

    test('announcements are reliable while nothing is wrong', () => {
      assert.equal(storage().announcements.reliable(), true)
    })
  })
}

/** SQLite tells that something changed; PostgreSQL tells what. */
function concerns(told: Announcement, accountId: string, tokenHash: string): boolean {
  if (told.about === 'everything') return true
  return told.about === 'account' ? told.accountId === accountId : told.tokenHash === tokenHash
}
