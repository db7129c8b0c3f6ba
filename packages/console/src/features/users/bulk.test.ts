import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Answer, ApiClient, CallOptions } from '#api/client.ts'
import { Problem } from '#api/problem.ts'
import { batchesOf } from './batches.ts'
import { changeMany, changeOfProfiles, deleteMany } from './bulk.ts'
import { directory, person } from './fixtures.ts'
import type { FullUser } from './user-types.ts'

type Body = readonly { readonly id: number; readonly isEnabled: boolean }[]

/** An API with these users; `write` may refuse. */
function apiOf(users: readonly FullUser[], write: (body: Body, ifMatch?: string) => void) {
  const calls: string[] = []
  let revision = 1
  const call = async (method: string, path: string, { body, ifMatch }: CallOptions = {}) => {
    calls.push(method)
    const answer = (told: unknown): Answer<unknown> => ({
      ...{ body: told, revision: `${revision}`, status: 200, headers: new Headers() },
    })
    if (method === 'GET') {
      const id = Number(/\/users\/(\d+)$/.exec(path)?.[1] ?? Number.NaN)
      return answer(Number.isNaN(id) ? users : users.find((user) => user.id === id))
    }
    write(body as Body, ifMatch)
    revision += 1
    return answer((body as Body).map((one) => ({ ...person({ id: one.id }), ...one })))
  }
  return { api: { call } as Pick<ApiClient, 'call'>, calls }
}

const many = (count: number) => Array.from({ length: count }, (_, id) => person({ id: id + 1 }))
const disable = () => ({ isEnabled: false })
const conflict = () => new Problem('changed meanwhile', { status: 412 })

describe('a change of many', () => {
  test('writes in batches on the revision that was read, and those alone that change', async () => {
    const users = [...many(1200), person({ id: 5000, isEnabled: false })]
    const seen: string[] = []
    const { api, calls } = apiOf(users, (body, ifMatch) => {
      seen.push(`${body.length} on ${ifMatch}`)
      assert.ok(body.every(({ isEnabled }) => !isEnabled))
    })
    const told: string[] = []
    const ids = users.map(({ id }) => id)
    const { before, after, fault } = await changeMany(api, ids, disable, (done, all) =>
      told.push(`${done}/${all}`),
    )
    assert.deepEqual(seen, ['500 on 1', '500 on 2', '200 on 3'])
    assert.deepEqual(told, ['0/1200', '500/1200', '1000/1200'])
    assert.deepEqual([before.length, after.length, fault], [1200, 1200, undefined])
    assert.ok(before.every(({ isEnabled }) => isEnabled))
    assert.equal(calls.filter((method) => method === 'GET').length, 1)
  })

  test('a few are read one by one', async () => {
    const { api, calls } = apiOf(many(9), () => undefined)
    const { after } = await changeMany(api, [2, 3], disable)
    assert.deepEqual(
      after.map(({ id }) => id),
      [2, 3],
    )
    assert.deepEqual(calls, ['GET', 'GET', 'PUT'])
  })

  test('changed by somebody else meanwhile: those that are left are read again', async () => {
    let refusals = 0
    const { api } = apiOf(many(600), (body) => {
      if (body.length === 100 && refusals < 1) {
        refusals += 1
        throw conflict()
      }
    })
    const ids = many(600).map(({ id }) => id)
    const { after, fault } = await changeMany(api, ids, disable)
    assert.deepEqual([after.length, fault, refusals], [600, undefined, 1])
    assert.equal(new Set(after.map(({ id }) => id)).size, 600, 'each once')
  })

  test('as far as it came, so that it can be taken back; nothing at all is thrown', async () => {
    const refused = new Problem('no', { status: 409 })
    const ids = many(600).map(({ id }) => id)
    const half = apiOf(many(600), (body) => {
      if (body.length === 100) throw refused
    })
    const { before, fault } = await changeMany(half.api, ids, disable)
    assert.deepEqual([before.length, fault], [500, refused])
    const none = apiOf(many(600), () => {
      throw refused
    })
    await assert.rejects(changeMany(none.api, ids, disable), refused)
  })

  test('it does not try for ever', async () => {
    let tries = 0
    const { api } = apiOf(many(2), () => {
      tries += 1
      throw conflict()
    })
    await assert.rejects(changeMany(api, [1, 2], disable), { status: 412 })
    assert.ok(tries < 20)
  })
})

test('a deletion goes in batches, with ids as texts', async () => {
  const sent: unknown[][] = []
  const { api } = apiOf([], () => undefined)
  const call = async (method: string, path: string, options?: CallOptions) => {
    sent.push(options?.body as unknown[])
    return api.call(method, path, { ...options, body: [] })
  }
  await deleteMany(
    { call } as Pick<ApiClient, 'call'>,
    many(501).map(({ id }) => id),
  )
  assert.deepEqual(
    sent.map(({ length }) => length),
    [500, 1],
  )
  assert.equal(sent[1]?.[0], '501')
})

test('a profile that is given takes the place of one of its role; nobody is left without any', () => {
  const change = changeOfProfiles(directory.profiles, { give: [22], take: [31] })
  assert.deepEqual(change(person({ profileIds: [21, 31, 11] })), { profileIds: [11, 22] })
  assert.deepEqual(change(person({ profileIds: [22] })), { profileIds: [22] })
  const taking = changeOfProfiles(directory.profiles, { give: [], take: [21] })
  assert.deepEqual(taking(person({ profileIds: [21] })), {})
})

test('a list is cut into parts, none of them empty', () => {
  assert.deepEqual(batchesOf([1, 2, 3], 2), [[1, 2], [3]])
  assert.deepEqual(batchesOf([], 2), [])
})

test('a few that were read at two revisions are read again: neither is true of all', async () => {
  const users = many(2)
  const revisions = ['5', '6', '7']
  const used: (string | undefined)[] = []
  const call = async (method: string, path: string, { ifMatch, body }: CallOptions = {}) => {
    const answer = { status: 200, headers: new Headers() }
    if (method === 'PUT') {
      used.push(ifMatch)
      return { ...answer, body, revision: '8' }
    }
    const one = users.find(({ id }) => path.endsWith(`/users/${id}`))
    return { ...answer, body: one ?? users, revision: revisions.shift() }
  }
  const { after } = await changeMany({ call } as Pick<ApiClient, 'call'>, [1, 2], disable)
  assert.equal(after.length, 2)
  assert.deepEqual(used, ['7'])
})

test('nobody at all, or none who would change, is not written', async () => {
  const { api, calls } = apiOf(many(5), () => undefined)
  assert.deepEqual(await changeMany(api, [], disable), { before: [], after: [] })
  const { after } = await changeMany(api, [1, 2, 3, 4], () => ({
    isEnabled: true,
    skillIds: [101],
  }))
  assert.deepEqual(after, [])
  assert.ok(!calls.includes('PUT'))
})

test('whatever is given and taken: one profile of a role that was given, and nobody without any', () => {
  const ids = fc.uniqueArray(fc.constantFrom<number>(11, 21, 22, 31, 32, 404))
  const roleOf = (id: number) => directory.profiles.find((one) => one.id === id)?.roleTypeId
  fc.assert(
    fc.property(ids, ids, fc.constantFrom<number>(11, 22, 31), (held, take, give) => {
      const change = changeOfProfiles(directory.profiles, { give: [give], take })
      const { profileIds = [] } = change(person({ profileIds: held }))
      assert.equal(profileIds.filter((id) => roleOf(id) === roleOf(give)).length, 1)
      assert.ok(profileIds.includes(give))
      for (const id of held) {
        const isGone = take.includes(id) || roleOf(id) === roleOf(give)
        if (!isGone) assert.ok(profileIds.includes(id), `${id} was taken by nobody`)
      }
      assert.ok(profileIds.every((id) => id === give || !take.includes(id)))
    }),
  )
})

test('whatever the length: parts put together are the list', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 9 }), (list, length) => {
      const parts = batchesOf(list, length)
      assert.deepEqual(parts.flat(), list)
      assert.ok(parts.every((part) => part.length > 0 && part.length <= length))
    }),
  )
})
