import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GrantOfUser } from '@watchword/protocol/api/grant.ts'
import { allowedApplications } from './allowed.ts'

const day = (date: number) => `2026-01-${date}T12:00:00.000Z`
const grantOf = (clientId: string, change: Partial<GrantOfUser> = {}): GrantOfUser => ({
  ...{ id: 'g', userId: 1, loginName: 'ann', clientId, clientName: `app ${clientId}` },
  ...{ path: 'oidc', scopes: ['users:read'], current: false },
  ...{ createdAt: day(10), lastUsedAt: day(12), expiresAt: day(20) },
  ...change,
})
const consentOf = (clientId: string) => ({
  ...{ userId: 1, loginName: 'ann', clientId, clientName: `app ${clientId}` },
  ...{ scopes: ['skills:read'], createdAt: day(11), updatedAt: day(11) },
})

test('sign-ins and consent of one application are one thing to the user', () => {
  const found = allowedApplications(
    [
      grantOf('a', { id: 'g1', createdAt: day(14), lastUsedAt: day(15) }),
      grantOf('a', { id: 'g2' }),
    ],
    [consentOf('a')],
  )
  assert.deepEqual(found, [
    {
      ...{ clientId: 'a', name: 'app a', scopes: ['skills:read', 'users:read'], mayAll: false },
      ...{ signIns: 2, since: day(10), lastUsedAt: day(15), asked: true, current: false },
      grantIds: ['g1', 'g2'],
    },
  ])
})

test('a consent without a sign-in is listed too, and so is a sign-in that nobody asked about', () => {
  const found = allowedApplications([grantOf('a', { current: true })], [consentOf('b')])
  assert.deepEqual(
    found.map(({ clientId, signIns, asked, current, lastUsedAt }) => [
      ...[clientId, signIns, asked, current, lastUsedAt],
    ]),
    [
      ['a', 1, false, true, day(12)],
      ['b', 0, true, false, undefined],
    ],
  )
})

test('a token of the compatible paths may do all that its user may', () => {
  const [found] = allowedApplications([grantOf('a', { path: 'sentinel' })], [])
  assert.equal(found?.mayAll, true)
})

test('the last used comes first', () => {
  const found = allowedApplications(
    [grantOf('old', { lastUsedAt: day(11) }), grantOf('new', { lastUsedAt: day(13) })],
    [],
  )
  assert.deepEqual(
    found.map(({ clientId }) => clientId),
    ['new', 'old'],
  )
})

test('it began with the first of all that is known, and is called what the consent page called it', () => {
  const grant = grantOf('a', { clientName: 'now', createdAt: day(12) })
  const consent = { ...consentOf('a'), clientName: 'then' }
  const [found] = allowedApplications([grant], [consent])
  assert.deepEqual([found?.since, found?.name], [day(11), 'then'])
  const [unnamed] = allowedApplications([grant], [{ ...consent, clientName: '' }])
  assert.equal(unnamed?.name, 'now')
})

test('one that was agreed to lately stands before one that was used before that', () => {
  const grants = [grantOf('__proto__', { lastUsedAt: day(10) })]
  const found = allowedApplications(grants, [consentOf('toString')])
  assert.deepEqual(
    found.map(({ clientId, signIns }) => [clientId, signIns]),
    [
      ['toString', 0],
      ['__proto__', 1],
    ],
  )
  assert.deepEqual(allowedApplications([], []), [])
})
