import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { lobKind, userKind } from '#domain/users/config-object.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { callsOf, fieldsOf, userBody, wireOf } from './support.ts'

for (const database of databaseKinds) {
  describe(`contract 1 sections 5 and 5.1: profiles, groups, skills and LOBs on ${database}`, () => {
    let server: TestServer
    let acme: SeededAccount
    const of = (kind: string) => callsOf(server, 'acme', kind, acme.users.admin.bearer)
    let counter = 0
    const fresh = () => {
      counter += 1
      return `name-${counter}`
    }
    const make = async (kind: string, body: object) => {
      const answer = await of(kind).post('', { name: fresh(), ...body })
      assert.equal(answer.status, 201, answer.text)
      return wireOf(answer)
    }

    before(async () => {
      server = await startTestServer(database)
      acme = await seedAccount(server, 'acme')
    })
    after(() => server.stop())

    test('section 5: a profile shows every package of its role, its role and its users', async () => {
      const wire = wireOf(await of('profiles').get(`/${acme.profileIds.admin}`))
      assert.deepEqual(
        [wire['roleTypeId'], wire['roleTypeName'], wire['numOfAssignedUsers']],
        [1, 'Administrator', 1],
      )
      const packages = wire['permissionPackages'] as readonly { readonly id: number }[]
      assert.deepEqual(
        packages.find(({ id }) => id === 10015),
        { id: 10015, isDisplayed: true, featureKeys: ['Common.AuditTrail'], isEnabled: true },
      )
      assert.ok(packages.every(({ id }) => Math.trunc(id / 10_000) === 1))
    })

    test('section 5: packages of the role alone, and its core cannot be switched off', async () => {
      const faultsOf = async (permissionPackages: readonly object[], rest: object = {}) => {
        const answer = await of('profiles').post('', {
          ...{ name: fresh(), roleTypeId: 2, permissionPackages },
          ...rest,
        })
        assert.equal(answer.status, 400)
        return fieldsOf(answer)
      }
      assert.deepEqual(await faultsOf([{ id: 10001, isEnabled: false }]), [
        'permissionPackages[0].id: is a package of another role',
      ])
      assert.deepEqual(await faultsOf([{ id: 29999, isEnabled: true }]), [
        'permissionPackages[0].id: is no permission package',
      ])
      assert.deepEqual(await faultsOf([{ id: 20000, isEnabled: 'false' }]), [
        'permissionPackages[0].isEnabled: cannot be false: a core package',
      ])
      assert.deepEqual(await faultsOf([], { roleTypeId: 5 }), [
        'roleTypeId: is for the staff of the operator',
      ])
      const made = await make('profiles', {
        roleTypeId: '2',
        permissionPackages: [{ id: '20015', isEnabled: 'true' }],
      })
      const stored = await server.storage.read.profiles.find(acme.id, made.id)
      assert.deepEqual(stored?.enabledPackages, [20000, 20015])
      const moved = await of('profiles').put(`/${made.id}`, { ...made, roleTypeId: 3 })
      assert.ok(fieldsOf(moved).includes('roleTypeId: cannot be changed once the profile exists'))
    })

    test('section 5: a profile that users have is not deleted; singular path', async () => {
      const profile = await make('profiles', { roleTypeId: 2 })
      const user = await of('users').post('', userBody(acme, fresh(), { profileIds: [profile.id] }))
      assert.equal(wireOf(await of('profiles').get(`/${profile.id}`))['numOfAssignedUsers'], 1)
      const used = await of('profile').remove(`/${profile.id}`)
      assert.equal(used.status, 409)
      assert.match(fieldsOf(used)[0] ?? '', /^id: is used by 1 users/)
      await of('users').remove(`/${wireOf(user).id}`)
      assert.equal((await of('profile').remove(`/${profile.id}`)).status, 200)
    })

    test('section 5.1: the root group stays where it is, enabled', async () => {
      const groups = of('agentGroups')
      const root = wireOf(await groups.get('/-1'))
      assert.equal((await groups.put('/-1', { ...root, name: 'Everybody' })).status, 200)
      assert.equal((await groups.put('/-1', { ...root, isEnabled: false })).status, 400)
      const child = await make('agentGroups', { parentGroupId: -1 })
      assert.equal((await groups.put('/-1', { ...root, parentGroupId: child.id })).status, 400)
      assert.equal((await groups.remove('/-1')).status, 409)
      const second = await groups.post('', { name: fresh(), parentGroupId: null })
      assert.deepEqual(fieldsOf(second), ['parentGroupId: is null for the root alone'])
    })

    test('section 5.1: groups stay one tree', async () => {
      const groups = of('agentGroups')
      const one = await make('agentGroups', { parentGroupId: -1 })
      const two = await make('agentGroups', { parentGroupId: one.id })
      const circle = await groups.put(`/${one.id}`, { ...one, parentGroupId: two.id })
      assert.equal(circle.status, 400)
      assert.equal((await groups.put(`/${one.id}`, { ...one, parentGroupId: one.id })).status, 400)
      const nowhere = await groups.post('', [{ name: fresh(), parentGroupId: 999_999 }])
      assert.deepEqual(fieldsOf(nowhere), ['[0].parentGroupId: does not exist'])
      const three = await make('agentGroups', { parentGroupId: -1 })
      const both = await groups.put('', [
        { ...one, parentGroupId: three.id },
        { ...three, parentGroupId: two.id },
      ])
      assert.equal(both.status, 400)
      const swap = await groups.put('', [
        { ...two, parentGroupId: -1 },
        { ...one, parentGroupId: two.id },
      ])
      assert.equal(swap.status, 200)
    })

    test('our decision: what is in use is not deleted', async () => {
      const lob = await make('lobs', {})
      const parent = await make('agentGroups', { parentGroupId: -1 })
      const child = await make('agentGroups', { parentGroupId: parent.id })
      const skill = await make('skills', {
        lobIds: [lob.id],
        skillRoutingConfiguration: [{ agentGroupId: child.id, priority: 1, splitPercentage: 100 }],
      })
      const fallback = await make('skills', { fallbackSkill: skill.id })
      const user = wireOf(
        await of('users').post(
          '',
          userBody(acme, fresh(), {
            skillIds: [skill.id],
            lobIds: [lob.id],
            memberOf: { agentGroupId: child.id },
          }),
        ),
      )
      const refused = async (kind: string, id: number) => {
        assert.equal((await of(kind).remove(`/${id}`)).status, 409, kind)
      }
      await refused('lobs', lob.id)
      await refused('agentGroups', parent.id)
      await refused('agentGroups', child.id)
      await refused('skills', skill.id)
      await of('users').remove(`/${user.id}`)
      await refused('lobs', lob.id)
      await refused('agentGroups', child.id)
      await refused('skills', skill.id)
      assert.equal((await of('skills').remove('', [skill.id, fallback.id])).status, 200)
      assert.equal((await of('agentGroups').remove('', [parent.id, child.id])).status, 200)
      assert.equal((await of('lobs').remove(`/${lob.id}`)).status, 200)
    })

    test('section 4.6: an account has at most so many of a kind', async () => {
      assert.equal(userKind.limit, 18_000)
      const many = Array.from({ length: lobKind.limit + 1 }, () => ({ name: fresh() }))
      const before = await server.storage.read.lobs.count(acme.id)
      assert.equal((await of('lobs').post('', many)).status, 409)
      assert.equal(await server.storage.read.lobs.count(acme.id), before)
    })

    test('section 5.1: defaults of a skill, and what it refers to must exist', async () => {
      const skill = await make('skills', {})
      assert.deepEqual(
        [skill['maxWaitTime'], skill['canTransfer'], skill['skillTransferList']],
        [120, true, null],
      )
      assert.equal(skill['fallbackWhenAllAgentsAreAway'], true)
      const answer = await of('skills').post('', {
        name: fresh(),
        lobIds: [7],
        skillTransferList: [skill.id, 8],
        fallbackSkill: 9,
        skillRoutingConfiguration: [{ agentGroupId: 7, priority: 1, splitPercentage: 1 }],
      })
      assert.deepEqual(fieldsOf(answer).toSorted(), [
        'fallbackSkill: does not exist',
        'lobIds[0]: does not exist',
        'skillRoutingConfiguration[0].agentGroupId: does not exist',
        'skillTransferList[1]: does not exist',
      ])
      const self = await of('skills').put(`/${skill.id}`, { ...skill, fallbackSkill: skill.id })
      assert.deepEqual(fieldsOf(self), ['fallbackSkill: is this skill itself'])
      const kept = {
        ...skill,
        wrapUpTime: 5,
        slaDefaultResponseTime: '30',
        defaultAgentSurveyId: 12,
      }
      const put = wireOf(await of('skills').put(`/${skill.id}`, kept))
      assert.deepEqual(
        [put['wrapUpTime'], put['slaDefaultResponseTime'], put['defaultAgentSurveyId']],
        [5, 30, '12'],
      )
    })
  })
}
