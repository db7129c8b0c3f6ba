import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { seedKey } from '../api-keys/support.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import {
  callsOf,
  fieldsOf,
  password,
  pathOf,
  userBody,
  type Wire,
  wireOf,
  wiresOf,
} from './support.ts'

for (const database of databaseKinds) {
  describe(`contract 1 section 4: users on ${database}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let api: ReturnType<typeof callsOf>
    let counter = 0
    const fresh = () => {
      counter += 1
      return `user-${counter}`
    }
    const make = async (rest: object = {}) => {
      const answer = await api.post('', userBody(acme, fresh(), rest))
      assert.equal(answer.status, 201, answer.text)
      return wireOf(answer)
    }

    before(async () => {
      server = await startTestServer(database)
      acme = await seedAccount(server, 'acme')
      api = callsOf(server, 'acme', 'users', acme.users.admin.bearer)
    })
    after(() => server.stop())

    test('section 4.3: full name and employee id are answered empty; the hash has no way out', async () => {
      const { id } = await make({ employeeId: 'E-17' })
      const credential = await server.storage.read.credentials.find(acme.id, id)
      assert.ok(credential)
      for (const path of ['', `/${id}`, `/${id}?select=$all`, '?select=$all&v=6.0']) {
        const { text } = await api.get(path)
        assert.ok(!text.includes('E-17') && !text.includes('Full '), path)
        assert.ok(!/password|hash|secret/i.test(text), path)
        assert.ok(!text.includes(credential.passwordHash.slice(-20)), path)
      }
      assert.equal(wireOf(await api.get(`/${id}`))['fullName'], '')
    })

    test('section 4.3: numbers and truth values may come as texts, and go out as they are', async () => {
      const wire = await make({
        maxChats: '4',
        isEnabled: 'true',
        profileIds: [String(acme.profileIds.agent)],
        memberOf: { agentGroupId: '-1' },
        userTypeId: '2',
      })
      assert.deepEqual(
        [wire['maxChats'], wire['isEnabled'], wire['profileIds'], wire['userTypeId']],
        [4, true, [acme.profileIds.agent], 2],
      )
    })

    test('section 4.3: defaults of a new user', async () => {
      const wire = await make()
      assert.match(String(wire['pid']), /^[0-9a-f]{32}$/)
      assert.deepEqual(
        [wire['isEnabled'], wire['disabledManually'], wire['maxChats'], wire['maxAsyncChats']],
        [true, false, 0, null],
      )
      assert.deepEqual(wire['memberOf'], {
        agentGroupId: -1,
        assignmentDate: '2026-01-15 12:00:00',
      })
      assert.deepEqual([wire['userTypeId'], wire['isApiUser']], [1, false])
      assert.equal((await make({ isEnabled: false }))['disabledManually'], true)
    })

    test('our decision: a list without select is a summary, and v 5 adds the expanded views', async () => {
      const { id } = await make()
      const pick = async (query: string) =>
        wiresOf(await api.get(query)).find((wire) => wire.id === id)
      const summary = await pick('')
      assert.ok(
        summary && 'pid' in summary && !('dateCreated' in summary) && !('profiles' in summary),
      )
      const newer = await pick('?v=6.0')
      assert.deepEqual(newer?.['profiles'], [
        { id: acme.profileIds.agent, name: 'Agent', roleTypeId: 2 },
      ])
      const whole = await pick('?select=$all')
      assert.ok(whole && 'dateCreated' in whole && 'profiles' in whole)
      assert.deepEqual(await pick(`?select=id,memberOf(agentGroupId)`), {
        id,
        memberOf: { agentGroupId: -1 },
      })
      assert.deepEqual(await pick('?select=id,profiles(name)'), {
        id,
        profiles: [{ name: 'Agent' }],
      })
      assert.ok(!('profiles' in wireOf(await api.get(`/${id}?v=4.0`))))
      assert.ok('profiles' in wireOf(await api.get(`/${id}?v=5.0`)))
    })

    test('section 4.4: a PUT replaces the user; what is hidden stays when it comes empty', async () => {
      const made = await make({ description: 'x', mobileNumber: '1', employeeId: 'E1', lobIds: [] })
      const slim = { nickname: 'n', email: '', profileIds: made['profileIds'], isEnabled: true }
      assert.equal(
        (await api.put(`/${made.id}`, { ...slim, employeeId: '', fullName: '' })).status,
        200,
      )
      const stored = await server.storage.read.users.find(acme.id, made.id)
      assert.equal(stored?.description, undefined)
      assert.equal(stored?.mobileNumber, undefined)
      assert.equal(stored?.employeeId, 'E1')
      assert.equal(stored?.fullName, `Full ${made['loginName']}`)
      assert.equal(stored?.pid, made['pid'])
      await api.put(`/${made.id}`, slim)
      assert.equal((await server.storage.read.users.find(acme.id, made.id))?.employeeId, undefined)
    })

    test('section 4.4: leaving a role resets what belongs to it', async () => {
      const skills = callsOf(server, 'acme', 'skills', acme.users.admin.bearer)
      const skill = wireOf(await skills.post('', { name: fresh() }))
      const made = await make({ maxChats: 4, maxAsyncChats: 5, skillIds: [skill.id] })
      assert.deepEqual([made['maxChats'], made['skillIds']], [4, [skill.id]])
      const { manager } = acme.profileIds
      const managing = { ...made, profileIds: [manager], managerOf: [{ agentGroupId: -1 }] }
      const promoted = wireOf(await api.put(`/${made.id}`, managing))
      assert.deepEqual(
        [
          promoted['maxChats'],
          promoted['maxAsyncChats'],
          promoted['memberOf'],
          promoted['skillIds'],
        ],
        [0, null, null, []],
      )
      assert.equal((promoted['managerOf'] as readonly unknown[]).length, 1)
      const back = { ...promoted, profileIds: made['profileIds'] }
      assert.deepEqual(wireOf(await api.put(`/${made.id}`, back))['managerOf'], [])
    })

    test('section 4.3: what a user must not be is 400, every fault told', async () => {
      const { agent, admin } = acme.profileIds
      const second = wireOf(
        await callsOf(server, 'acme', 'profiles', acme.users.admin.bearer).post('', {
          name: fresh(),
          roleTypeId: 2,
        }),
      )
      const cases: readonly (readonly [object, string])[] = [
        [{ profileIds: [] }, 'profileIds: must name at least one profile'],
        [{ profileIds: [agent, second.id] }, 'profileIds[1]: is a second profile of one role'],
        [{ profileIds: [agent, 7] }, 'profileIds[1]: does not exist'],
        [{ skillIds: [7] }, 'skillIds[0]: does not exist'],
        [{ lobIds: [7] }, 'lobIds[0]: does not exist'],
        [{ memberOf: { agentGroupId: 7 } }, 'memberOf.agentGroupId: does not exist'],
        [{ profileIds: [admin], userTypeId: 0 }, 'userTypeId: must be 1 (human) or 2 (bot)'],
        [{ passwordSh: null }, 'passwordSh: is required'],
        [{ confirmPassword: 'other' }, 'confirmPassword: is not the same as passwordSh'],
        [{ isApiUser: true }, 'allowedAppKeys: is required for an API user'],
      ]
      for (const [rest, fault] of cases) {
        const answer = await api.post('', [userBody(acme, fresh(), rest)])
        assert.equal(answer.status, 400, fault)
        assert.ok(fieldsOf(answer).includes(`[0].${fault}`), fieldsOf(answer).join())
      }
      const weak = await api.post('', [userBody(acme, fresh(), { passwordSh: 'short' })])
      assert.equal(weak.status, 400)
      assert.match(fieldsOf(weak)[0] ?? '', /^\[0\]\.passwordSh: /)
    })

    test('section 4.3: the login name cannot change; a full name is unique', async () => {
      const made = await make()
      const renamed = await api.put(`/${made.id}`, { ...made, loginName: 'another' })
      assert.equal(renamed.status, 400)
      assert.deepEqual(fieldsOf(renamed), ['loginName: cannot be changed once the user exists'])
      const clash = userBody(acme, fresh(), { fullName: `Full ${made['loginName']}` })
      const answer = await api.post('', [clash])
      assert.equal(answer.status, 409)
      assert.deepEqual(fieldsOf(answer), ['[0].fullName: is taken'])
    })

    test('section 4.3: an API user has no password, and becoming one drops it and the sessions', async () => {
      const bot = await make({
        passwordSh: null,
        isApiUser: true,
        allowedAppKeys: (await seedKey(server, acme.id)).keyId,
        userTypeId: 2,
      })
      assert.equal(await server.storage.read.credentials.find(acme.id, bot.id), undefined)
      const made = await make()
      const { bearer } = await sessionOf(made)
      const { keyId: allowedAppKeys } = await seedKey(server, acme.id)
      const turned = { ...made, isApiUser: true, allowedAppKeys }
      assert.equal((await api.put(`/${made.id}`, turned)).status, 200)
      assert.equal(await server.storage.read.credentials.find(acme.id, made.id), undefined)
      assert.equal((await call(server, 'GET', pathOf('acme', 'users'), { bearer })).status, 401)
      const human = await api.put(`/${made.id}`, { ...made, isApiUser: false })
      assert.deepEqual(fieldsOf(human), ['passwordSh: is required'])
    })

    async function sessionOf(wire: Wire) {
      const bearer = `${wire.id}`.padEnd(64, 'a')
      const { seedSession } = await import('./seed-session.ts')
      await seedSession(server, acme.id, wire.id, bearer)
      assert.equal((await call(server, 'GET', pathOf('acme', 'lobs'), { bearer })).status, 200)
      return { bearer }
    }
    const isOver = async (bearer: string) =>
      (await call(server, 'GET', pathOf('acme', 'lobs'), { bearer })).status === 401

    test('disabling, deleting and a new password end the sessions of a user', async () => {
      const changes: readonly ((wire: Wire) => Promise<{ status: number }>)[] = [
        (wire) => api.put(`/${wire.id}`, { ...wire, isEnabled: false }),
        (wire) => api.remove(`/${wire.id}`),
        (wire) => api.put(`/${wire.id}`, { ...wire, passwordSh: `${password} 2` }),
        (wire) => api.put(`/${wire.id}/resetPassword`, { newPassword: `${password} 3` }),
      ]
      for (const change of changes) {
        const made = await make()
        const { bearer } = await sessionOf(made)
        assert.equal((await change(made)).status, 200)
        assert.ok(await isOver(bearer))
      }
      const made = await make()
      const { bearer } = await sessionOf(made)
      await api.put(`/${made.id}`, { ...made, nickname: 'same' })
      assert.equal(await isOver(bearer), false)
    })

    test('section 4.1: a reset sets the password, which must be changed at the next login', async () => {
      const made = await make()
      const answer = await api.put(`/${made.id}/resetPassword`, { newPassword: `${password} 2` })
      assert.equal(answer.status, 200)
      assert.equal(wireOf(answer)['changePwdNextLogin'], true)
      const credential = await server.storage.read.credentials.find(acme.id, made.id)
      assert.equal(credential?.mustChange, true)
      assert.ok(await server.passwords.verify(`${password} 2`, credential?.passwordHash ?? ''))
      const login = (secret: string) =>
        call(server, 'POST', '/api/account/acme/login?v=1.3', {
          body: { username: made['loginName'], password: secret },
        })
      const { error } = (await login(`${password} 2`)).body as { error: { internalCode: number } }
      assert.equal(error.internalCode, 9402)
      assert.equal((await api.put('/999999/resetPassword', { newPassword: password })).status, 404)
      for (const body of [{}, { newPassword: 'short' }, { newPassword: 5 }, []]) {
        assert.equal((await api.put(`/${made.id}/resetPassword`, body)).status, 400)
      }
      const put = { newPassword: `${password} 4` }
      assert.equal(
        (await api.put(`/${made.id}/resetPassword`, put, { 'if-match': '1' })).status,
        412,
      )
    })

    test('section 4.3: who changes their own password shows the old one', async () => {
      const made = await make()
      const { bearer } = await sessionOf(made)
      const own = callsOf(server, 'acme', 'users', bearer)
      const put = (rest: object) => own.put(`/${made.id}`, { ...made, ...rest })
      const next = `${password} 9`
      const none = await put({ passwordSh: next })
      assert.equal(none.status, 400)
      assert.match(fieldsOf(none)[0] ?? '', /^oldPassword: is required/)
      const wrong = await put({ passwordSh: next, oldPassword: 'x', confirmPassword: next })
      assert.equal(wrong.status, 400)
      assert.match(fieldsOf(wrong)[0] ?? '', /^oldPassword: is not/)
      const right = await put({ passwordSh: next, oldPassword: password, confirmPassword: next })
      assert.equal(right.status, 200, right.text)
      assert.equal(await isOver(bearer), false)
      const credential = await server.storage.read.credentials.find(acme.id, made.id)
      assert.equal(credential?.mustChange, false)
      assert.ok(await server.passwords.verify(next, credential?.passwordHash ?? ''))
    })

    test('wrong old passwords count like failed logins', async () => {
      const made = await make()
      const { bearer } = await sessionOf(made)
      const own = callsOf(server, 'acme', 'users', bearer)
      for (let attempt = 0; attempt < 10; attempt += 1) {
        await own.put(`/${made.id}`, { ...made, passwordSh: `${password} 1`, oldPassword: 'x' })
      }
      const right = { ...made, passwordSh: `${password} 1`, oldPassword: password }
      assert.equal((await own.put(`/${made.id}`, right)).status, 400)
      // An administrator's edit frees the name.
      assert.equal((await api.put(`/${made.id}`, made)).status, 200)
      assert.equal((await own.put(`/${made.id}`, right)).status, 200)
    })

    test('the audit trail has a line for each member that changed, and no password', async () => {
      const made = await make()
      await api.put(`/${made.id}`, { ...made, nickname: 'other', passwordSh: `${password} 5` })
      await api.remove(`/${made.id}`)
      const events = await server.storage.read.audit.chain(acme.id, 1, 10_000)
      const lines = events
        .filter(({ objectId }) => objectId === String(made.id))
        .map(({ action, element }) => `${action} ${element}`)
      assert.deepEqual(lines.slice(0, 2), ['Add new N/A', 'Edit nickname'])
      assert.ok(lines.includes('Edit password'))
      assert.equal(lines.at(-1), 'Delete N/A')
      assert.ok(
        events.every(
          ({ objectType, actor }) => objectType !== 'ACUserObject' || actor.loginName !== '',
        ),
      )
      assert.ok(!JSON.stringify(events).includes(password))
      assert.ok(!JSON.stringify(events).includes('$argon2'))
    })

    test('the last administrator is not deleted, disabled or demoted: 409', async () => {
      const account = await seedAccount(server, `last_${database}`)
      const { user, bearer } = account.users.admin
      const calls = callsOf(server, account.id, 'users', bearer)
      const wire = wireOf(await calls.get(`/${user.id}`))
      const attempts = () => [
        () => calls.put(`/${user.id}`, { ...wire, isEnabled: false }),
        () => calls.put(`/${user.id}`, { ...wire, profileIds: [account.profileIds.agent] }),
        () => calls.remove(`/${user.id}`),
        () => calls.remove('', [user.id]),
      ]
      for (const attempt of attempts()) assert.equal((await attempt()).status, 409)
      const profiles = callsOf(server, account.id, 'profiles', bearer)
      const { permissionPackages, ...profile } = wireOf(
        await profiles.get(`/${account.profileIds.admin}`),
      )
      const stripped = (permissionPackages as readonly { id: number; isEnabled: boolean }[]).map(
        (entry) => (entry.id === 10001 ? { ...entry, isEnabled: false } : entry),
      )
      const strip = { ...profile, permissionPackages: stripped }
      assert.equal((await profiles.put(`/${profile.id}`, strip)).status, 409)
      await seedUser(server, account.id, {
        id: 5,
        loginName: 'second',
        profileIds: [account.profileIds.admin],
      })
      assert.equal((await calls.put(`/${user.id}`, { ...wire, isEnabled: false })).status, 200)
    })

    test('a body may set at most a hundred passwords', async () => {
      const many = Array.from({ length: 101 }, () => userBody(acme, fresh()))
      assert.equal((await api.post('', many)).status, 400)
    })

    test('whatever body is sent, the answer is no 5xx and the users stay whole', async () => {
      const { id } = await make()
      const names = [
        'loginName',
        'fullName',
        'profileIds',
        'memberOf',
        'managerOf',
        'id',
        'skillIds',
      ]
      const body = fc.oneof(
        fc.jsonValue(),
        fc.dictionary(fc.constantFrom(...names, 'passwordSh', '__proto__'), fc.jsonValue()),
        fc.record({
          nickname: fc.string(),
          email: fc.string(),
          profileIds: fc.array(fc.constantFrom(...Object.values(acme.profileIds), -1, 'x')),
          isEnabled: fc.boolean(),
          maxChats: fc.oneof(fc.integer(), fc.string()),
          managerOf: fc.array(fc.record({ agentGroupId: fc.integer() })),
        }),
      )
      await fc.assert(
        fc.asyncProperty(body, async (value) => {
          for (const send of [
            api.put(`/${id}`, value),
            api.put('', [value]),
            api.remove('', value),
          ]) {
            const { status } = await send
            assert.ok(status < 500, `${status} for ${JSON.stringify(value)}`)
          }
        }),
        { numRuns: 60 },
      )
      assert.ok([200, 404].includes((await api.get(`/${id}`)).status))
    })
  })
}
