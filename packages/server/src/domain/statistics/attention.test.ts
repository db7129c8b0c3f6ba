import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ApiKey } from '#domain/api-keys/api-key.ts'
import type { Application } from '#domain/applications/application.ts'
import type { ScheduledKey } from '#domain/signing-keys/manage-keys.ts'
import {
  applicationsToLookAt,
  expiringMs,
  keysToLookAt,
  newMs,
  rotatingKeys,
  rotatingMs,
  unusedMs,
} from './attention.ts'

const now = Date.UTC(2026, 5, 15)
const old = now - 2 * unusedMs

function key(keyId: string, given: Partial<ApiKey> = {}): ApiKey {
  return {
    ...{ keyId, token: 't', appName: keyId, appDescription: '', developerId: '', purpose: '' },
    ...{ keyType: '', privileges: [], enabled: true, ipRanges: [], expiresAt: undefined },
    ...{ callsPerMinute: undefined, createdAt: old, updatedAt: old, revision: 1, deleted: false },
    ...given,
  }
}

function application(id: string, given: Partial<Application> = {}): Application {
  return {
    ...{ id, manifest: { client_name: id }, enabled: true, firstParty: false },
    ...{ secretReadable: false, global: undefined, createdAt: old, updatedAt: old },
    ...{ revision: 1, deleted: false },
    ...given,
  }
}

const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id)

describe('what of an account wants to be looked at', () => {
  test('keys: ended, ending, or unused; each once, and none that is switched off', () => {
    const keys = [
      key('ended', { expiresAt: now }),
      key('ending', { expiresAt: now + 1 }),
      key('ending last', { expiresAt: now + expiringMs }),
      key('ending later', { expiresAt: now + expiringMs + 1 }),
      key('never used'),
      key('long ago'),
      key('used'),
      key('new', { createdAt: now - unusedMs + 1 }),
      key('off', { enabled: false, expiresAt: now }),
      key('gone', { deleted: true }),
    ]
    const lastUses = new Map([
      ['long ago', now - unusedMs],
      ['used', now - unusedMs + 1],
    ])
    const found = keysToLookAt(keys, { now, lastUses })
    assert.deepEqual(found.key_expired, [{ id: 'ended', name: 'ended', at: now }])
    assert.deepEqual(ids(found.key_expiring), ['ending', 'ending last'])
    assert.deepEqual(found.key_unused, [
      { id: 'ending later', name: 'ending later', at: undefined },
      { id: 'never used', name: 'never used', at: undefined },
      { id: 'long ago', name: 'long ago', at: now - unusedMs },
    ])
  })

  test('applications: unused ones, and those that no user allowed anything', () => {
    const inTheirOwnName = { client_name: 'm2m', grant_types: ['client_credentials'] }
    const applications = [
      application('unused'),
      application('allowed'),
      application('not allowed'),
      application('machine', { manifest: inTheirOwnName }),
      application('young', { createdAt: now - newMs + 1 }),
      application('off', { enabled: false }),
    ]
    const used = ['allowed', 'not allowed', 'machine'].map((id) => [id, now] as const)
    const found = applicationsToLookAt(applications, {
      now,
      lastUses: new Map(used),
      withGrants: new Set(['allowed']),
    })
    assert.deepEqual(ids(found.application_unused), ['unused'])
    assert.deepEqual(ids(found.application_without_grant), ['not allowed'])
  })

  test('signing keys: a successor that will sign, or one that will be made', () => {
    const scheduled = (kid: string, signsFrom: number, rotatesAt?: number): ScheduledKey => ({
      key: {
        ...{ kid, purpose: 'issuer', algorithm: 'ES256', createdAt: old, signsFrom },
        ...{ signsUntil: undefined, neededUntil: 0, sealedPrivateKey: '' },
        publicJwk: { kty: 'EC', kid, alg: 'ES256', use: 'sig' },
      },
      state: 'signing',
      rotatesAt,
    })
    const keys = [
      scheduled('signs', old, now + rotatingMs + 1),
      scheduled('soon', old, now + rotatingMs),
      scheduled('next', now + 1),
      scheduled('successor has it', old),
    ]
    assert.deepEqual(rotatingKeys(keys, { now }), [
      { id: 'soon', name: 'issuer ES256', at: now + rotatingMs },
      { id: 'next', name: 'issuer ES256', at: now + 1 },
    ])
  })
})
