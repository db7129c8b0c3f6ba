import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StandardClaimsAnswer } from '@watchword/protocol/api/standard-claims.ts'
import { Problem } from '../../api/problem.ts'
import { saveClaims } from './save-claims.ts'

const path = '/claims'

/** A server that keeps one revision for the whole account. */
function server(first: StandardClaimsAnswer) {
  let [claims, revision] = [first, 1]
  const writes: unknown[] = []
  return {
    writes,
    now: () => ({ claims, revision: `${revision}` }),
    /** Somebody changes this user, or with the same claims another one. */
    change(next: StandardClaimsAnswer) {
      claims = next
      revision += 1
    },
    async call<T>(
      method: string,
      at: string,
      options: { readonly body?: unknown; readonly ifMatch?: string | undefined } = {},
    ) {
      assert.equal(at, path)
      if (method === 'PUT') {
        writes.push(options.ifMatch)
        if (options.ifMatch !== `${revision}`) throw new Problem('stale', { status: 412 })
        this.change(options.body as StandardClaimsAnswer)
      }
      const headers = new Headers()
      return { body: claims as T, revision: `${revision}`, status: 200, headers }
    },
  }
}

test('claims are written over what was read', async () => {
  const one = server({ gender: 'x' })
  const saved = await saveClaims(one, path, { base: one.now(), body: { locale: 'de' } })
  assert.equal(saved, undefined)
  assert.deepEqual(one.now().claims, { locale: 'de' })
})

test('another user who was changed is no conflict, whatever order the claims come in', async () => {
  const one = server({ gender: 'x', address: { region: 'r', country: 'c' } })
  const base = one.now()
  one.change({ address: { country: 'c', region: 'r' }, gender: 'x' })
  assert.equal(await saveClaims(one, path, { base, body: { gender: 'y' } }), undefined)
  assert.deepEqual(one.writes, ['1', '2'])
  assert.deepEqual(one.now().claims, { gender: 'y' })
})

test('claims that somebody else changed come back, and nothing is written over them', async () => {
  const one = server({ gender: 'x' })
  const base = one.now()
  one.change({ gender: 'x', address: { region: 'theirs' } })
  const theirs = await saveClaims(one, path, { base, body: { gender: 'mine' } })
  assert.deepEqual(theirs, one.now())
  assert.deepEqual(one.now().claims, { gender: 'x', address: { region: 'theirs' } })
  assert.ok(theirs)
  assert.equal(await saveClaims(one, path, { base: theirs, body: { gender: 'mine' } }), undefined)
  assert.deepEqual(one.now().claims, { gender: 'mine' })
})

test('any other refusal is told, and tried once', async () => {
  const one = server({})
  const refusing = {
    call: async () => {
      one.writes.push('tried')
      throw new Problem('no', { status: 400, fields: [{ path: 'birthdate', reason: 'is no day' }] })
    },
  }
  await assert.rejects(saveClaims(refusing, path, { base: one.now(), body: {} }), /no/)
  assert.deepEqual(one.writes, ['tried'])
})
