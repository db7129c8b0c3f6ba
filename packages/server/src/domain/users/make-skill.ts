import type { InputOf } from '@watchword/protocol/api/parse-input.ts'
import type { skillFields } from '@watchword/protocol/api/skill.ts'
import { usesOfSkills } from '#domain/campaigns/uses-by-engagements.ts'
import type { Change } from './config-change.ts'
import type { WriteScope } from './config-writes.ts'
import type { Faults } from './faults.ts'
import type { GroupTree } from './group-tree.ts'
import type { Skill } from './skill.ts'
import { reportUses, type Use, usesByUsers } from './uses.ts'

/** What a client may write of a skill. */
export type SkillValues = InputOf<typeof skillFields>

/** What the rules on skills look up: the live objects that these refer to. */
export type SkillsContext = {
  readonly tree: GroupTree
  readonly skillIds: ReadonlySet<number>
  readonly lobIds: ReadonlySet<number>
}

/** Members that refer to what other services keep, and that are only carried. */
export const carriedMembers = [
  'workingHoursId',
  'specialOccasionId',
  'fallbackSkill',
  'slaDefaultResponseTime',
  'slaUrgentResponseTime',
  'slaFirstTimeResponseTime',
  'autoCloseInSeconds',
  'transferToAgentMaxWaitInSeconds',
  'agentSurveyForMsgId',
  'agentSurveyForMsgTimeoutInMinutes',
  'defaultPostChatSurveyId',
  'defaultOfflineSurveyId',
  'defaultAgentSurveyId',
  'postConversationSurveyAppInstallAssociationId',
] as const satisfies readonly (keyof SkillValues)[]

/** The skill that a body makes, with the defaults of contract 1 §5.1. */
export function makeSkill(id: number, input: SkillValues, now: number): Skill {
  return {
    id,
    deleted: false,
    name: input.name,
    description: input.description ?? '',
    skillOrder: input.skillOrder ?? 0,
    maxWaitTime: input.maxWaitTime ?? 120,
    lobIds: input.lobIds ?? [],
    canTransfer: input.canTransfer ?? true,
    skillTransferList: input.skillTransferList ?? null,
    skillRoutingConfiguration: input.skillRoutingConfiguration ?? [],
    fallbackWhenAllAgentsAreAway: input.fallbackWhenAllAgentsAreAway ?? true,
    wrapUpTime: input.wrapUpTime ?? null,
    other: Object.fromEntries(carriedMembers.map((name) => [name, input[name] ?? null])),
    dateUpdated: now,
  }
}

/** Reports what a skill refers to and is not there. */
export function checkSkill(
  place: string,
  skill: Skill,
  { tree, skillIds, lobIds }: SkillsContext,
  faults: Faults,
): void {
  const demand = (exists: boolean, path: string) => {
    if (!exists) faults.add(place, path, 'does not exist')
  }
  for (const [index, id] of skill.lobIds.entries()) demand(lobIds.has(id), `lobIds[${index}]`)
  for (const [index, id] of (skill.skillTransferList ?? []).entries()) {
    demand(skillIds.has(id), `skillTransferList[${index}]`)
  }
  for (const [index, route] of skill.skillRoutingConfiguration.entries()) {
    demand(tree.byId.has(route.agentGroupId), `skillRoutingConfiguration[${index}].agentGroupId`)
  }
  const { fallbackSkill } = skill.other
  if (typeof fallbackSkill !== 'number') return
  if (fallbackSkill === skill.id) faults.add(place, 'fallbackSkill', 'is this skill itself')
  else demand(skillIds.has(fallbackSkill), 'fallbackSkill')
}

/** A skill goes once no user, no other skill and no engagement refers to it. Skills of one body may go together. */
export async function checkSkillRemoval(
  { tx, account }: WriteScope,
  changes: readonly Change<Skill>[],
  faults: Faults,
): Promise<void> {
  const going = new Set(changes.map(({ next }) => next.id))
  const staying = (await tx.skills.list(account.id)).filter(({ id }) => !going.has(id))
  const bySkills = staying.flatMap((skill): Use[] => {
    const { fallbackSkill } = skill.other
    const targets = [
      ...(skill.skillTransferList ?? []),
      ...(typeof fallbackSkill === 'number' ? [fallbackSkill] : []),
    ]
    return targets.map((targetId) => ({ targetId, by: `the skill ${skill.id}` }))
  })
  const byUsers = await usesByUsers(tx, account.id, 'skill')
  const byEngagements = await usesOfSkills({ tx, accountId: account.id }, [...going])
  reportUses(changes, [...byUsers, ...bySkills, ...byEngagements], faults)
}
