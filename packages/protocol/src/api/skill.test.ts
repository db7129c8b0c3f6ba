import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Check } from 'typebox/value'
import { inputListSchema, inputSchema, parseInput, parseInputList } from './parse-input.ts'
import { SelectedSkill, Skill, skillFields } from './skill.ts'

const answer = {
  ...{ id: 5, deleted: false, name: 'sales', description: '', skillOrder: 1, maxWaitTime: 120 },
  ...{
    dateUpdated: '2015-06-22 19:20:03',
    lobIds: [1],
    canTransfer: true,
    skillTransferList: null,
  },
  skillRoutingConfiguration: [{ agentGroupId: -1, priority: 1, splitPercentage: 100 }],
  ...{ workingHoursId: null, specialOccasionId: null, fallbackSkill: null, wrapUpTime: null },
  ...{ fallbackWhenAllAgentsAreAway: true, slaDefaultResponseTime: 60, agentSurveyForMsgId: 7 },
  ...{ defaultPostChatSurveyId: '1', defaultOfflineSurveyId: null },
}

test('contract 1 section 5.1: a whole skill is an answer; a null transfer list means all', () => {
  assert.ok(Check(Skill, answer))
  assert.ok(Check(Skill, { ...answer, skillTransferList: [1, 2] }))
  assert.ok(!Check(Skill, { ...answer, skillTransferList: ['1'] }))
  assert.ok(Check(SelectedSkill, { skillRoutingConfiguration: [{ priority: 1 }] }))
})

test('contract 1 section 5.1: every field that can be written is answered', () => {
  for (const name of Object.keys(skillFields))
    assert.ok(Object.hasOwn(Skill.properties, name), name)
})

test('contract 1 section 5.1: only the name is required', () => {
  for (const mode of ['create', 'update'] as const) {
    assert.deepEqual(parseInput(skillFields, { name: 'x' }, mode), {
      ok: true,
      value: { name: 'x' },
    })
    const result = parseInput(skillFields, {}, mode)
    assert.deepEqual(result.ok ? [] : result.faults, [{ path: 'name', reason: 'is required' }])
  }
})

test("contract 1 section 5.1: a client's create with null for every absence is taken", () => {
  const sent = {
    ...{ id: null, name: 'x', description: 'x', maxWaitTime: 0, skillRoutingConfiguration: [] },
    ...{ defaultPostChatSurveyId: null, wrapUpTime: null, lobIds: [], canTransfer: false },
    ...{ skillTransferList: [], slaDefaultResponseTime: null, workingHoursId: null },
    ...{ fallbackSkill: null, fallbackWhenAllAgentsAreAway: false, agentSurveyForMsgId: null },
  }
  const result = parseInput(skillFields, sent, 'create')
  const { id, ...expected } = sent
  assert.equal(id, null)
  assert.deepEqual(result, { ok: true, value: expected })
  assert.ok(Check(inputSchema(skillFields, 'create'), sent))
})

test('contract 1 section 5.1: numbers may be texts, and survey ids come out as texts', () => {
  const sent = {
    name: 'x',
    skillTransferList: ['3', '4'],
    workingHoursId: '7',
    defaultPostChatSurveyId: 9,
    skillRoutingConfiguration: [{ agentGroupId: '1', priority: '1', splitPercentage: '50' }],
  }
  assert.deepEqual(parseInput(skillFields, sent, 'create'), {
    ok: true,
    value: {
      name: 'x',
      skillTransferList: [3, 4],
      workingHoursId: 7,
      defaultPostChatSurveyId: '9',
      skillRoutingConfiguration: [{ agentGroupId: 1, priority: 1, splitPercentage: 50 }],
    },
  })
})

test('contract 1 section 5.1: a route needs its three parts, a share at most 100', () => {
  const routes = [{ agentGroupId: 1 }, { agentGroupId: 1, priority: 1, splitPercentage: 101 }]
  const result = parseInput(skillFields, { name: 'x', skillRoutingConfiguration: routes }, 'create')
  assert.deepEqual(result.ok ? [] : result.faults.map(({ path }) => path), [
    'skillRoutingConfiguration[0].priority',
    'skillRoutingConfiguration[0].splitPercentage',
    'skillRoutingConfiguration[1].splitPercentage',
  ])
})

test('contract 1 section 5.1: bulk bodies', () => {
  assert.ok(parseInputList(skillFields, [answer], 'update').ok)
  assert.ok(Check(inputListSchema(skillFields, 'update'), [answer]))
})
