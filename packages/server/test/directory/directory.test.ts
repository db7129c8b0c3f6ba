import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { createDirectory } from '#domain/directory/directory.ts'
import type { Announcement, DirectoryEntry, Storage } from '#storage/port.ts'

/** A storage of accounts in one zone, which counts what it is asked. */
function countingStorage(known: ReadonlySet<string>) {
  const listeners: ((announcement: Announcement) => void)[] = []
  const state = { asked: 0, reliable: true, entries: [] as DirectoryEntry[] }
  const storage = {
    announcements: {
      reliable: () => state.reliable,
      subscribe: (listener: (announcement: Announcement) => void) => listeners.push(listener),
    },
    read: {
      accounts: {
        find: async (id: string) => {
          state.asked += 1
          return known.has(id) ? { id, zone: 'local' } : undefined
        },
      },
      directory: {
        list: async (scope: string, scopeId: string) =>
          state.entries.filter((entry) => entry.scope === scope && entry.scopeId === scopeId),
      },
    },
  } as unknown as Pick<Storage, 'read' | 'announcements'>
  const announce = (announcement: Announcement) => {
    for (const listener of listeners) listener(announcement)
  }
  return { storage, state, announce }
}

const account = (text: string) => {
  const id = parseAccountId(text)
  if (id === undefined) throw new Error('no account id')
  return id
}

test('what was found once is in memory, until an announcement names it', async () => {
  const { storage, state, announce } = countingStorage(new Set(['acme', 'zenith']))
  const directory = createDirectory({ storage, publicHost: 'auth.example.com' })
  for (let turn = 0; turn < 3; turn += 1) await directory.entriesOf(account('acme'))
  assert.equal(state.asked, 1)
  assert.equal(directory.directoryOf(account('acme')) instanceof Promise, false)

  announce({ about: 'account', accountId: 'zenith' })
  await directory.entriesOf(account('acme'))
  assert.equal(state.asked, 1)
  announce({ about: 'account', accountId: 'acme' })
  await directory.entriesOf(account('acme'))
  assert.equal(state.asked, 2)
  announce({ about: 'everything' })
  await directory.entriesOf(account('acme'))
  assert.equal(state.asked, 3)
})

test('while announcements may be missed, memory is not used', async () => {
  const { storage, state } = countingStorage(new Set(['acme']))
  const directory = createDirectory({ storage, publicHost: 'auth.example.com' })
  await directory.entriesOf(account('acme'))
  state.reliable = false
  await directory.entriesOf(account('acme'))
  assert.equal(state.asked, 2)
})

test('an account that is not there is not remembered: it may be there a moment later', async () => {
  const known = new Set<string>()
  const { storage } = countingStorage(known)
  const directory = createDirectory({ storage, publicHost: 'auth.example.com' })
  assert.equal(await directory.entriesOf(account('acme')), undefined)
  known.add('acme')
  assert.equal((await directory.entriesOf(account('acme')))?.length, 40)
})

test('accounts with the same hosts share them in memory', async () => {
  const { storage } = countingStorage(new Set(['acme', 'zenith']))
  const directory = createDirectory({ storage, publicHost: 'auth.example.com' })
  const [one, other] = await Promise.all(
    ['acme', 'zenith'].map((id) => directory.directoryOf(account(id))),
  )
  assert.equal(one?.hosts, other?.hosts)
})
