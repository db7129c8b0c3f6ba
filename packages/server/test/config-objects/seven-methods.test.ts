import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { callsOf, fieldsOf, kinds, pathOf, plain, revisionOf, wireOf, wiresOf } from './support.ts'

for (const database of databaseKinds) {
  for (const kind of kinds) {
    describe(`contract 1 sections 4.1 and 5.1: ${kind.path} on ${database}`, () => {
      let server: TestServer
      let acme: SeededAccount
      let other: SeededAccount
      let api: ReturnType<typeof callsOf>
      let counter = 0
      const fresh = () => {
        counter += 1
        return `name-${counter}`
      }
      const make = async () => wireOf(await api.post('', kind.create(acme, fresh())))
      const count = async () => wiresOf(await api.get()).length

      before(async () => {
        server = await startTestServer(database)
        acme = await seedAccount(server, 'acme')
        other = await seedAccount(server, 'other')
        api = callsOf(server, 'acme', kind.path, acme.users.admin.bearer)
      })
      after(() => server.stop())

      test('list: exactly 200 and a JSON array, with the revision', async () => {
        const made = await make()
        const list = await api.get('?v=4.0')
        assert.equal(list.status, 200)
        assert.ok(wiresOf(list).some(({ id }) => id === made.id))
        revisionOf(list)
        assert.equal((await api.get('?include_deleted=true')).status, 200)
      })

      test('list and get: 304 for the revision one has, whole for another one and for -1', async () => {
        const { id } = await make()
        const revision = String(revisionOf(await api.get()))
        for (const path of ['', `/${id}`]) {
          const same = await api.get(path, { 'if-match': revision })
          assert.equal(same.status, 304)
          assert.equal(same.text, '')
          assert.equal(same.headers.get('ac-revision'), revision)
          assert.equal((await api.get(path, { 'if-match': `"${revision}"` })).status, 304)
          assert.equal((await api.get(path, { 'if-none-match': `"${revision}"` })).status, 304)
          assert.equal((await api.get(path, { 'if-match': '-1' })).status, 200)
          assert.equal((await api.get(path, { 'if-match': '1' })).status, 200)
          assert.equal((await api.get(path, { 'if-match': 'x' })).status, 400)
        }
      })

      test('list and get: 400 for a v that is no number, or that stands twice', async () => {
        const { id } = await make()
        for (const path of ['', `/${id}`]) {
          for (const query of ['?v=x', '?v=', '?v=1.0&v=2.0', '?select=id&select=id']) {
            assert.equal((await api.get(`${path}${query}`)).status, 400, query)
          }
          for (const query of ['?v=99', '?v=4', '?unknown=1&unknown=2']) {
            assert.equal((await api.get(`${path}${query}`)).status, 200, query)
          }
        }
      })

      test('401 without a bearer, before anything else is said', async () => {
        const { id } = await make()
        for (const [method, path] of operations(id)) {
          const url = `${pathOf('acme', kind.path)}${path}`
          const answer = await call(server, method, url, method === 'GET' ? {} : { body: '{' })
          assert.equal(answer.status, 401, `${method} ${path}`)
        }
      })

      test('the account of another answers like one that does not exist', async () => {
        const { id } = await make()
        const bearer = other.users.admin.bearer
        for (const [method, path] of operations(id)) {
          const body = method === 'GET' ? undefined : []
          const [theirs, nobodys] = await Promise.all(
            ['acme', 'nobody'].map((account) =>
              call(server, method, `${pathOf(account, kind.path)}${path}`, { bearer, body }),
            ),
          )
          assert.equal(theirs?.status, 404)
          assert.deepEqual(plain(theirs), nobodys && plain(nobodys))
        }
      })

      test('an object of another account answers like one that does not exist', async () => {
        const { id } = await make()
        const theirs = callsOf(server, 'other', kind.path, other.users.admin.bearer)
        const read = wireOf(await api.get(`/${id}`))
        const profileIds = [other.profileIds.agent]
        const attempts = (of: number) => {
          const body = {
            ...kind.change(read),
            id: of,
            ...('profileIds' in read ? { profileIds } : {}),
          }
          return [
            theirs.get(`/${of}`),
            theirs.put(`/${of}`, body),
            theirs.put('', [body]),
            theirs.remove(`/${of}`),
            theirs.remove('', [of]),
          ]
        }
        const answers = await Promise.all([...attempts(id), ...attempts(999_999_999_999)])
        for (const answer of answers) assert.equal(answer.status, 404)
        for (let index = 0; index < 5; index += 1) {
          const [first, second] = [answers[index], answers[index + 5]]
          assert.deepEqual(first && plain(first), second && plain(second))
        }
        assert.equal((await api.get(`/${id}`)).status, 200)
      })

      test('get: 404 for what is no id, and for a path out of the folder', async () => {
        for (const id of [
          'x',
          '1e3',
          '..%2fprofiles',
          '%2e%2e%2f',
          '99999999999999999',
          '1.0',
          '%00',
        ]) {
          assert.equal((await api.get(`/${id}`)).status, 404, id)
        }
      })

      test('get: select, also one that is malformed', async () => {
        const { id } = await make()
        const { nameField } = kind
        const picked = wireOf(await api.get(`/${id}?select=id,${nameField}`))
        assert.deepEqual(Object.keys(picked).sort(), ['id', nameField].sort())
        const whole = Object.keys(wireOf(await api.get(`/${id}?select=$all`)))
        assert.deepEqual(Object.keys(wireOf(await api.get(`/${id}?select=$all'`))), whole)
        assert.deepEqual(Object.keys(wireOf(await api.get(`/${id}?select=((`))), whole)
        assert.deepEqual(wireOf(await api.get(`/${id}?select=nothing`)), {})
      })

      test('create: 201 with one object and its location for a bare object', async () => {
        const answer = await api.post('?v=6.0', kind.create(acme, fresh()))
        assert.equal(answer.status, 201)
        const { id, deleted } = wireOf(answer)
        assert.equal(deleted, false)
        const location = answer.headers.get('location') ?? ''
        assert.equal(location, `${pathOf('acme', kind.path)}/${id}`)
        const read = await call(server, 'GET', location, { bearer: acme.users.admin.bearer })
        assert.equal(wireOf(read).id, id)
        assert.equal(revisionOf(read), revisionOf(answer))
      })

      test('create: 201 with a list for a list, one revision for all of it', async () => {
        const first = revisionOf(await api.get())
        const answer = await api.post(
          '',
          [1, 2, 3].map(() => kind.create(acme, fresh())),
        )
        assert.equal(answer.status, 201)
        assert.equal(new Set(wiresOf(answer).map(({ id }) => id)).size, 3)
        assert.equal(answer.headers.get('location'), null)
        assert.equal(revisionOf(answer), first + 1)
      })

      test('create: 400 names every fault and its item, and nothing is written', async () => {
        const before = await count()
        const bad = { ...kind.create(acme, fresh()), [kind.nameField]: 5, description: 7 }
        const answer = await api.post('', [kind.create(acme, fresh()), bad])
        assert.equal(answer.status, 400)
        assert.deepEqual(
          fieldsOf(answer).toSorted(),
          [`[1].${kind.nameField}: must be a string`, '[1].description: must be a string'].sort(),
        )
        assert.equal(await count(), before)
      })

      test('create: 403 for who may not, whatever the body', async () => {
        const agent = callsOf(server, 'acme', kind.path, acme.users.agent.bearer)
        for (const body of [kind.create(acme, fresh()), [], {}, { nonsense: true }]) {
          assert.equal((await agent.post('', body)).status, 403)
        }
      })

      test('create: 409 for a name that is taken, in whatever case, and nothing is written', async () => {
        const name = fresh()
        await api.post('', kind.create(acme, name))
        const before = await count()
        const answer = await api.post('', [
          kind.create(acme, fresh()),
          kind.create(acme, name.toUpperCase()),
        ])
        assert.equal(answer.status, 409)
        assert.deepEqual(fieldsOf(answer), [`[1].${kind.nameField}: is taken`])
        const twins = fresh()
        const both = await api.post('', [kind.create(acme, twins), kind.create(acme, twins)])
        assert.equal(both.status, 409)
        assert.equal(await count(), before)
      })

      test('update one: 200, and what was read may be written back', async () => {
        const { id } = await make()
        const read = await api.get(`/${id}`)
        const answer = await api.put(`/${id}`, kind.change(wireOf(read)), {
          'if-match': String(revisionOf(read)),
        })
        assert.equal(answer.status, 200)
        assert.equal(wireOf(answer)[kind.changed], 'changed')
        assert.equal(revisionOf(answer), revisionOf(read) + 1)
        assert.equal(wireOf(await api.get(`/${id}`))[kind.changed], 'changed')
      })

      test('update one: by POST with X-HTTP-Method-Override', async () => {
        const made = await make()
        const answer = await api.post(`/${made.id}`, kind.change(made), {
          'x-http-method-override': 'PUT',
        })
        assert.equal(answer.status, 200)
      })

      test('update one: 400, 403, 404, 409', async () => {
        const made = await make()
        const taken = await make()
        const put = (body: object) => api.put(`/${made.id}`, body)
        assert.equal((await put({ ...made, id: taken.id })).status, 400)
        assert.equal((await put([])).status, 400)
        assert.equal((await api.put('/999999', { ...kind.change(made), id: '999999' })).status, 404)
        const agent = callsOf(server, 'acme', kind.path, acme.users.agent.bearer)
        assert.equal(
          (await agent.put(`/${made.id}`, kind.change(made))).status,
          kind.open ? 403 : 404,
        )
        if (kind.path === 'users') return
        const answer = await put({ ...made, name: taken['name'] })
        assert.equal(answer.status, 409)
        assert.deepEqual(fieldsOf(answer), ['name: is taken'])
      })

      test('update and delete: 412 for a stale revision; -1, * and none are no check', async () => {
        const made = await make()
        const stale = String(revisionOf(await api.get()) - 1)
        const put = (headers: Record<string, string>) =>
          api.put(`/${made.id}`, kind.change(made), headers)
        assert.equal((await put({ 'if-match': stale })).status, 412)
        assert.equal((await put({ 'if-match': '99999999' })).status, 412)
        assert.equal((await put({ 'if-match': 'x' })).status, 400)
        assert.equal(
          (await api.remove(`/${made.id}`, undefined, { 'if-match': stale })).status,
          412,
        )
        assert.equal((await api.remove('', [made.id], { 'if-match': stale })).status, 412)
        assert.equal((await put({ 'if-match': '-1' })).status, 200)
        assert.equal((await put({ 'if-match': '*' })).status, 200)
        assert.equal((await put({})).status, 200)
      })

      test('of two updates from one revision, exactly one is 412', async () => {
        const [one, two] = [await make(), await make()]
        const revision = { 'if-match': String(revisionOf(await api.get())) }
        const answers = await Promise.all([
          api.put(`/${one.id}`, kind.change(one), revision),
          api.put(`/${two.id}`, kind.change(two), revision),
        ])
        assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412])
      })

      test('update many: 200 with a list; one bad item and nothing is written', async () => {
        const made = [await make(), await make()]
        const answer = await api.put('', made.map(kind.change))
        assert.equal(answer.status, 200)
        assert.deepEqual(
          wiresOf(answer).map((wire) => wire[kind.changed]),
          ['changed', 'changed'],
        )
        const [first] = made
        assert.ok(first)
        const unknown = { ...first, id: 999_999 }
        const bad = await api.put('', [{ ...first, [kind.changed]: 'again' }, unknown])
        assert.equal(bad.status, 404)
        assert.deepEqual(fieldsOf(bad), ['[1].id: does not exist'])
        assert.equal(wireOf(await api.get(`/${first.id}`))[kind.changed], 'changed')
        assert.equal((await api.put('', [first, first])).status, 400)
      })

      test('delete one: 200, then gone but for include_deleted; the name is free again', async () => {
        const name = fresh()
        const { id } = wireOf(await api.post('', kind.create(acme, name)))
        const agent = callsOf(server, 'acme', kind.path, acme.users.agent.bearer)
        assert.equal((await agent.remove(`/${id}`)).status, 403)
        assert.equal((await api.remove(`/${id}`)).status, 200)
        assert.equal((await api.get(`/${id}`)).status, 404)
        assert.equal((await api.remove(`/${id}`)).status, 404)
        assert.equal(
          (await api.put(`/${id}`, kind.create(acme, name))).status,
          404 - (kind.path === 'lobs' || kind.path === 'skills' ? 0 : 4),
        )
        assert.equal(wireOf(await api.get(`/${id}?include_deleted=true`))['deleted'], true)
        const listed = wiresOf(await api.get('?include_deleted=true')).find(
          (wire) => wire.id === id,
        )
        assert.equal(listed?.['deleted'], true)
        assert.ok(!wiresOf(await api.get()).some((wire) => wire.id === id))
        assert.equal((await api.post('', kind.create(acme, name))).status, 201)
      })

      test('delete many: ids as texts or numbers, all or none', async () => {
        const made = [await make(), await make()]
        const ids = made.map(({ id }) => id)
        const before = await count()
        const bad = await api.remove('', [...ids, 999_999])
        assert.equal(bad.status, 404)
        assert.deepEqual(fieldsOf(bad), ['[2].id: does not exist'])
        for (const body of [{}, 'x', [null], ['x'], [1.5]]) {
          assert.equal((await api.remove('', body)).status, 400)
        }
        assert.equal(await count(), before)
        const [first, second] = ids
        assert.equal((await api.remove('', [String(first), second])).status, 200)
        assert.equal(await count(), before - 2)
      })

      test('a bad body is a 4xx of the right shape, and harms nothing', async () => {
        const { id } = await make()
        const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`
        const bodies = [
          '{',
          '"x"',
          'null',
          '5',
          deep,
          '{"__proto__":{"isEnabled":true}}',
          '\ud800',
          '[[]]',
          '[null]',
          'x'.repeat(5_000_000),
        ]
        for (const [method, path] of operations(id).filter(([name]) => name !== 'GET')) {
          if (method === 'DELETE' && path !== '') continue
          for (const text of bodies) {
            const response = await fetch(`${server.origin}${pathOf('acme', kind.path)}${path}`, {
              method,
              headers: {
                authorization: `Bearer ${acme.users.admin.bearer}`,
                'content-type': 'application/json',
              },
              body: text,
            })
            const label = `${method} ${path} ${text.slice(0, 20)}: ${response.status}`
            assert.ok(response.status >= 400 && response.status < 500, label)
            assert.match(await response.text(), /^\{"error":\{"time":/, label)
          }
        }
        assert.equal((await api.get(`/${id}`)).status, 200)
      })
    })
  }
}

function operations(id: number): readonly (readonly [string, string])[] {
  return [
    ['GET', ''],
    ['GET', `/${id}`],
    ['POST', ''],
    ['PUT', ''],
    ['PUT', `/${id}`],
    ['DELETE', ''],
    ['DELETE', `/${id}`],
  ]
}
