import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Skill, skillBodies } from '@watchword/protocol/api/skill.ts'
import fc from 'fast-check'
import { bodyOfSkill, newSkill, skillsUsing, transfersOf, valuesOfSkill } from './skill.ts'

const skill: Skill = {
  ...{ id: 5, deleted: false, name: 'Orders', description: '', skillOrder: 2, maxWaitTime: 60 },
  ...{ lobIds: [3], canTransfer: true, skillTransferList: [6], fallbackSkill: 7 },
  ...{ fallbackWhenAllAgentsAreAway: false, wrapUpTime: null, workingHoursId: 9 },
  skillRoutingConfiguration: [{ agentGroupId: 4, priority: 1, splitPercentage: 100 }],
}

test('what the form does not show is sent back as it was', () => {
  assert.deepEqual(bodyOfSkill(valuesOfSkill(skill), skill), skill)
})

test('a new skill has the defaults of the contract', () => {
  assert.deepEqual(bodyOfSkill({ ...newSkill, name: ' x ' }, undefined), {
    ...{ name: 'x', description: '', lobIds: [], canTransfer: true, skillTransferList: null },
    ...{ fallbackSkill: null, fallbackWhenAllAgentsAreAway: true, maxWaitTime: 120 },
    ...{ wrapUpTime: null, skillOrder: 0 },
  })
})

test('every skill is not the same as an empty list', () => {
  const values = valuesOfSkill({ ...skill, skillTransferList: [] })
  assert.equal(values.transfers, 'some')
  const body = bodyOfSkill(values, skill) as Skill
  assert.deepEqual(body.skillTransferList, [])
  const every = bodyOfSkill({ ...values, transfers: 'every' }, skill) as Skill
  assert.equal(every.skillTransferList, null)
})

test('where it is transferred to is told by name', () => {
  const about = {
    names: new Map([[6, 'Returns']]),
    words: { noTransfer: 'nowhere', everySkill: 'every skill' },
  }
  assert.equal(transfersOf(skill, about), 'Returns')
  assert.equal(transfersOf({ ...skill, skillTransferList: [6, 99] }, about), 'Returns, 99')
  assert.equal(transfersOf({ ...skill, skillTransferList: null }, about), 'every skill')
  assert.equal(transfersOf({ ...skill, skillTransferList: [] }, about), 'nowhere')
  assert.equal(transfersOf({ ...skill, canTransfer: false }, about), 'nowhere')
})

test('the skills that refer to one are found, but not itself', () => {
  const skills = [
    skill,
    { ...skill, id: 8, name: 'VIP', fallbackSkill: 5, skillTransferList: [5] },
    { ...skill, id: 9, name: 'Bare', fallbackSkill: null, skillTransferList: null },
  ]
  const labels = { byTransfer: 'Transfers', byFallback: 'Falls back' }
  const names = [{ name: 'VIP', to: '/skills/8' }]
  assert.deepEqual(skillsUsing(5, skills, labels), [
    { label: 'Transfers', names },
    { label: 'Falls back', names },
  ])
  assert.deepEqual(skillsUsing(9, skills, labels), [])
  assert.deepEqual(skillsUsing(5, [{ ...skill, skillTransferList: [5] }], labels), [])
})

test('contract 1 section 5.1: whatever the form holds, opened and saved it is the same skill', () => {
  const id = fc.integer({ min: 1, max: 2 ** 31 })
  const time = fc.nat({ max: 2_147_483_647 })
  const written = fc.record(
    {
      ...{ id, deleted: fc.constant(false), name: fc.constant('x'), description: fc.string() },
      ...{ skillOrder: fc.integer(), maxWaitTime: time, lobIds: fc.uniqueArray(id) },
      ...{ canTransfer: fc.boolean(), skillTransferList: fc.option(fc.uniqueArray(id)) },
      ...{ fallbackSkill: fc.option(id), fallbackWhenAllAgentsAreAway: fc.boolean() },
      wrapUpTime: fc.option(time),
    },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(written, (one) => assert.deepEqual(bodyOfSkill(valuesOfSkill(one), one), one)),
  )
})

test('what is sent is what the server takes; a field that is emptied is none, not nothing', () => {
  const emptied = { ...newSkill, name: 'x', maxWaitTime: '', wrapUpTime: '', skillOrder: '' }
  const body = bodyOfSkill(emptied, undefined) as Skill
  assert.deepEqual([body.maxWaitTime, body.wrapUpTime, body.skillOrder], [null, null, null])
  const none = { maxWaitTime: 0, wrapUpTime: 0, skillOrder: '0' }
  const zero = bodyOfSkill({ ...emptied, ...none }, undefined) as Skill
  assert.deepEqual([zero.maxWaitTime, zero.wrapUpTime, zero.skillOrder], [0, 0, 0])
  for (const sent of [body, zero, bodyOfSkill(valuesOfSkill(skill), undefined)]) {
    assert.ok(skillBodies.parse.created(sent).ok)
  }
  const huge = bodyOfSkill({ ...emptied, maxWaitTime: '99999999999' }, undefined)
  assert.ok(!skillBodies.parse.created(huge).ok, 'it is sent as it was typed, and refused')
})

test('a number that is none is refused at its field, not taken for the default', () => {
  const faultsAt = (change: Partial<typeof newSkill>) => {
    const sent: unknown = JSON.parse(
      JSON.stringify(bodyOfSkill({ ...newSkill, name: 'x', ...change }, undefined)),
    )
    const read = skillBodies.parse.created(sent)
    return read.ok ? [] : read.faults.map(({ path }) => path)
  }
  for (const name of ['maxWaitTime', 'wrapUpTime', 'skillOrder'] as const) {
    for (const typed of ['', 5, '5']) assert.deepEqual(faultsAt({ [name]: typed }), [], name)
    for (const typed of ['-', '1.5', 'ten', 1e21, Number.NaN]) {
      assert.deepEqual(faultsAt({ [name]: typed }), [name], `${name} ${typed}`)
    }
  }
  assert.deepEqual(faultsAt({ maxWaitTime: -1, wrapUpTime: '-1', skillOrder: -1 }), [
    ...['maxWaitTime', 'wrapUpTime'],
  ])
})
