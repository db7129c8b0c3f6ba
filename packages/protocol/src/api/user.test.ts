import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Check } from 'typebox/value'
import type { ParseResult } from './input-reader.ts'
import {
  type EntityInput,
  inputListSchema,
  inputSchema,
  parseInput,
  parseInputList,
} from './parse-input.ts'
import { PasswordResetBody, parsePasswordReset, SelectedUser, User, userFields } from './user.ts'

/** The skeleton of contract 1 section 4.3, with the texts that a create must not leave empty. */
const skeleton = {
  ...{ id: 0, pid: '', deleted: false, loginName: 'ada', fullName: 'Ada L', nickname: 'Ada' },
  ...{ isEnabled: true, maxChats: 0, maxAsyncChats: 0, email: '', disabledManually: false },
  ...{ skillIds: [0], profileIds: [0], lobIds: [0], changePwdNextLogin: false },
  memberOf: { agentGroupId: 0, assignmentDate: '2015-06-22 19:20:03' },
  managerOf: [{ agentGroupId: 0, assignmentDate: '2015-06-22 19:20:03' }],
  ...{ permissionGroups: [1], pictureUrl: '', description: '', mobileNumber: '', employeeId: '' },
  ...{ backgndImgUri: '', pnCertName: '', dateCreated: '', dateUpdated: '', lastPwdChangeDate: '' },
  ...{ isApiUser: false, userTypeId: 1, allowedAppKeys: '', lpaCreatedUser: false },
}

const secrets = ['passwordSh', 'oldPassword', 'confirmPassword', 'resetMfaSecret']

const pathsOf = (result: ParseResult<unknown>) =>
  result.ok ? [] : result.faults.map(({ path }) => path)

describe('contract 1 section 4.3: a user on the wire', () => {
  test('the documented skeleton is an answer, with real types', () => {
    assert.ok(Check(User, skeleton))
    assert.ok(Check(User, { ...skeleton, maxAsyncChats: null, memberOf: null }))
    assert.ok(!Check(User, { ...skeleton, id: '987654321' }))
    assert.ok(!Check(User, { ...skeleton, isEnabled: 'true' }))
  })

  test('the newer versions add expanded views', () => {
    const views = {
      skills: [{ id: 1, name: 's' }],
      profiles: [{ id: 1, name: 'p', roleTypeId: 2 }],
      managedAgentGroups: [],
      lobs: [],
      uid: 5,
    }
    assert.ok(Check(User, { ...skeleton, ...views }))
    assert.ok(!Check(User, { ...skeleton, profiles: [{ id: 1, name: 'p' }] }))
  })

  test('no secret has a name in an answer, so none can leave', () => {
    for (const name of [...secrets, 'passwordHash']) {
      assert.equal(JSON.stringify([User, SelectedUser]).includes(`"${name}"`), false, name)
    }
  })

  test('every field of the table but the secrets is in the answer', () => {
    const answered = Object.keys(User.properties)
    const missing = Object.keys(userFields).filter((name) => !answered.includes(name))
    assert.deepEqual(missing.sort(), [...secrets].sort())
  })

  test('section 4.2: what select leaves is an answer', () => {
    assert.ok(Check(SelectedUser, { id: 1, loginName: 'ada' }))
    assert.ok(Check(SelectedUser, { memberOf: {} }))
    assert.ok(!Check(SelectedUser, { id: '1' }))
  })
})

describe('contract 1 section 4.3: a user as a client writes it', () => {
  test('read-modify-write of the skeleton is taken, its read-only fields ignored', () => {
    const result = parseInput(userFields, { ...skeleton, fullName: '', passwordSh: null }, 'update')
    assert.ok(result.ok)
    assert.deepEqual(result.value.memberOf, { agentGroupId: 0 })
    assert.equal(result.value.fullName, '')
    assert.equal(result.value.passwordSh, null)
    for (const name of ['deleted', 'dateCreated', 'dateUpdated', 'lastPwdChangeDate']) {
      assert.equal(Object.hasOwn(result.value, name), false, name)
    }
  })

  test("the official example's texts become numbers and truth values", () => {
    const sent = {
      id: '987654321',
      ...{ loginName: 'ada', fullName: 'Ada', nickname: 'ada', email: 'ada@example.com' },
      ...{ isEnabled: 'true', maxChats: '4', skillIds: ['12', '13'], profileIds: ['1'] },
      ...{ memberOf: { agentGroupId: '-1' }, managerOf: [{ agentGroupId: '7' }] },
      ...{ permissionGroups: ['1'], userTypeId: '2', isApiUser: 'false' },
    }
    const result = parseInput(userFields, sent, 'update')
    assert.ok(result.ok)
    assert.deepEqual(result.value, {
      id: 987654321,
      ...{ loginName: 'ada', fullName: 'Ada', nickname: 'ada', email: 'ada@example.com' },
      ...{ isEnabled: true, maxChats: 4, skillIds: [12, 13], profileIds: [1] },
      ...{ memberOf: { agentGroupId: -1 }, managerOf: [{ agentGroupId: 7 }] },
      ...{ permissionGroups: [1], userTypeId: 2, isApiUser: false },
    })
    assert.ok(Check(inputSchema(userFields, 'update'), sent))
  })

  test('a create must name these, and is enabled unless it says otherwise', () => {
    assert.deepEqual(pathsOf(parseInput(userFields, {}, 'create')), [
      ...['loginName', 'fullName', 'nickname', 'email', 'profileIds'],
    ])
    const { isEnabled: _, ...sent } = skeleton
    assert.ok(parseInput(userFields, sent, 'create').ok)
  })

  test('a replacement must name these, so that none is wiped by being forgotten', () => {
    assert.deepEqual(pathsOf(parseInput(userFields, {}, 'update')), [
      ...['nickname', 'email', 'profileIds', 'isEnabled'],
    ])
  })

  test('a create needs a full name that is not empty', () => {
    assert.deepEqual(pathsOf(parseInput(userFields, { ...skeleton, fullName: '' }, 'create')), [
      'fullName',
    ])
  })

  test('clients that write null for absence are understood', () => {
    const optional = Object.keys(userFields).filter(
      (name) => !['loginName', 'fullName', 'nickname', 'email', 'profileIds'].includes(name),
    )
    const nulls = Object.fromEntries(optional.map((name) => [name, null]))
    const result = parseInput(userFields, { ...skeleton, ...nulls, id: null }, 'create')
    assert.ok(result.ok)
    for (const name of optional) assert.equal(Reflect.get(result.value, name), null, name)
  })

  test('contract README "validation failure": all faults at once, no value repeated', () => {
    const sent = {
      ...skeleton,
      ...{ loginName: ' ada', nickname: 'a\u0000', email: 'nowhere', profileIds: 1, maxChats: -1 },
      ...{ skillIds: ['x'], memberOf: { agentGroupId: null }, passwordSh: 5, userTypeId: 3 },
      ...{
        pictureUrl: 'javascript:alert(1)',
        description: '\ud800',
        maxAsyncChats: JSON.parse('1e999'),
      },
    }
    const result = parseInput(userFields, sent, 'create')
    assert.deepEqual(pathsOf(result).toSorted(), [
      ...['description', 'email', 'loginName', 'maxAsyncChats', 'maxChats'],
      ...['memberOf.agentGroupId', 'nickname', 'passwordSh', 'pictureUrl', 'profileIds'],
      ...['skillIds[0]', 'userTypeId'],
    ])
    assert.equal(JSON.stringify(result).includes('nowhere'), false)
  })

  test('the mode is in the type: a create has what it must have', () => {
    const result = parseInput(userFields, skeleton, 'create')
    assert.ok(result.ok)
    const value: EntityInput<typeof userFields, 'create'> = result.value
    const loginName: string = value.loginName
    const loose: EntityInput<typeof userFields, 'update'>['loginName'] = null
    assert.deepEqual([loginName, loose], ['ada', null])
  })

  test('section 4.1: lists and bare objects, and the index of a bad item', () => {
    const bulk = parseInputList(userFields, [skeleton, { ...skeleton, email: 4 }], 'create')
    assert.deepEqual(bulk.ok ? [] : bulk.faults, [
      { path: '[1].email', reason: 'must be a string' },
    ])
    const bare = parseInputList(userFields, skeleton, 'create')
    assert.ok(bare.ok && bare.value.single && bare.value.items.length === 1)
    const update = parseInputList(userFields, [{ ...skeleton, id: 3 }], 'update')
    assert.ok(update.ok && update.value.items[0]?.id === 3)
    assert.ok(Check(inputListSchema(userFields, 'create'), [skeleton]))
    assert.ok(Check(inputListSchema(userFields, 'create'), skeleton))
  })

  test('the secrets are marked write-only in the published body', () => {
    const published = JSON.stringify(inputSchema(userFields, 'create'))
    assert.equal(published.split('"writeOnly":true').length - 1, 3)
  })
})

test('section 4.1: a password reset has one text', () => {
  assert.deepEqual(parsePasswordReset({ newPassword: 'x' }), {
    ok: true,
    value: { newPassword: 'x' },
  })
  for (const body of [{}, { newPassword: null }, { newPassword: 12345678 }, 'x', undefined]) {
    assert.equal(parsePasswordReset(body).ok, false)
  }
  assert.ok(Check(PasswordResetBody, { newPassword: 'x' }))
})
