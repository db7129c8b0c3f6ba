import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GrantOfUser } from '@watchword/protocol/api/grant.ts'
import type { Application } from './manifest.ts'
import { usersOf, whatBreaks } from './what-breaks.ts'

const application: Application = {
  ...{ id: 'a', client_id: 'a', client_id_issued_at: 0, client_secret_expires_at: 0 },
  ...{ client_name: 'a', enabled: true, deleted: false, first_party: false, secret_readable: true },
}
const at = '2026-01-15T12:00:00.000Z'
const grantOf = (loginName: string, userId = 1): GrantOfUser => ({
  ...{ id: 'g', userId, loginName, clientId: 'a', clientName: 'a', path: 'oidc', scopes: [] },
  ...{ current: false, createdAt: at, lastUsedAt: at, expiresAt: at },
})
const words = {
  users: (names: readonly string[], more: number) => `${names.join('+')} and ${more}`,
  grants: (count: number) => `${count} grants`,
  tokens: (count: number) => `${count} tokens`,
  webhooks: (count: number) => `${count} webhooks`,
  ...{ menu: 'menu', bots: 'bots', unused: 'unused' },
}
const breaks = (change: object, grants: readonly GrantOfUser[], tokens = 0) =>
  whatBreaks(
    { ...application, ...change },
    { grants: { grants: [...grants], total: grants.length }, tokens },
    words,
  )

test('who is signed in through it is named, each once, and the rest counted', () => {
  assert.deepEqual(breaks({}, [grantOf('ann'), grantOf('ann')]), ['ann and 0', '2 grants'])
  const many = Array.from({ length: 7 }, (_, index) => grantOf(`u${index}`))
  assert.equal(breaks({}, many)[0], 'u0+u1+u2+u3+u4 and 2')
  assert.deepEqual(usersOf({ grants: [grantOf('', 12)] }), ['12'], 'a user who is gone')
})

test('what it does in its own name, its webhooks and its tile are named too', () => {
  const all = {
    grant_types: ['client_credentials'],
    capabilities: { webhooks: { e: { endpoint: 'https://a' }, retry: { retention_time: 2 } } },
    ...{ quick_launch_enabled: true, entry_uri: '/x' },
  }
  assert.deepEqual(breaks(all, [], 12), ['12 tokens', 'bots', '1 webhooks', 'menu'])
})

test('of one that nobody uses, that is said', () => {
  assert.deepEqual(breaks({}, []), ['unused'])
  assert.deepEqual(breaks({ grant_types: ['client_credentials'] }, []), ['bots'])
})

test('five are named and nobody counted; of more, those on other pages are counted as sign-ins', () => {
  const five = Array.from({ length: 5 }, (_, index) => grantOf(`u${index}`))
  assert.equal(breaks({}, five)[0], 'u0+u1+u2+u3+u4 and 0')
  const told = whatBreaks(application, { grants: { grants: five, total: 1200 }, tokens: 0 }, words)
  assert.deepEqual(told.slice(1), ['1200 grants'])
})

test('a tile that nobody sees breaks for nobody', () => {
  const tile = { quick_launch_enabled: true, entry_uri: '/x', grant_types: [] }
  assert.deepEqual(breaks(tile, []), ['menu'])
  for (const change of [
    ...[{ entry_uri: '' }, { enabled: false }, { enabled_for_profiles: [] }],
    { quick_launch_enabled: false },
  ]) {
    assert.deepEqual(breaks({ ...tile, ...change }, []), [], JSON.stringify(change))
  }
})
