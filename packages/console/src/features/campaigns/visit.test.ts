import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyOfVisit, firstVisit } from './visit.ts'

test('what is left empty is not told', () => {
  assert.deepEqual(bodyOfVisit(firstVisit), { identities: [] })
  assert.deepEqual(bodyOfVisit({ ...firstVisit, issuer: 'https://x.example', place: ' ' }), {
    identities: [],
  })
})

test('an identity that the brand vouches for is told with its issuer, or without', () => {
  const known = { ...firstVisit, who: 'known' as const }
  assert.deepEqual(bodyOfVisit(known).identities, [{ acr: 'loa1' }])
  const told = { ...known, issuer: ' https://x.example ', place: 'sec://a', language: 'en' }
  assert.deepEqual(bodyOfVisit({ ...told, channel: '2' }), {
    identities: [{ acr: 'loa1', iss: 'https://x.example' }],
    entryPoints: ['sec://a'],
    language: 'en',
    channel: 2,
  })
})
