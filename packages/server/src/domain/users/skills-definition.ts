import { skillBodies } from '@watchword/protocol/api/skill.ts'
import { skillKind } from './config-object.ts'
import type { ConfigRules } from './config-rules.ts'
import type { ConfigDefinition } from './config-use-cases.ts'
import type { WriteScope } from './config-writes.ts'
import { createGroupTree } from './group-tree.ts'
import {
  checkSkill,
  checkSkillRemoval,
  makeSkill,
  type SkillsContext,
  type SkillValues,
} from './make-skill.ts'
import type { ConfigRights } from './rights.ts'
import type { Skill } from './skill.ts'
import { liveIds } from './users-context.ts'

/** Skills: contract 1 §5.1. Packages 10003, 30013 and 40018 edit them; everybody reads them. */
export const skillsDefinition: ConfigDefinition<Skill, SkillValues, SkillsContext, undefined> = {
  kind: skillKind,
  parse: skillBodies.parse,
  mayTry: (rights) => rights.skills,
  visibleTo: async () => undefined,
  loadView: async () => undefined,
  rulesFor: async (_ask, rights) => skillsRules(rights),
}

function skillsRules(rights: ConfigRights): ConfigRules<Skill, SkillValues, SkillsContext> {
  return {
    kind: skillKind,
    load: loadSkillsContext,
    isVisible: () => true,
    mayEdit: () => rights.skills,
    mayRemove: () => rights.skills,
    make: ({ place, id, input, previous }, context, { now }, faults) => {
      const next = makeSkill(id, input, now)
      checkSkill(place, next, context, faults)
      return { place, previous, next }
    },
    checkRemoval: checkSkillRemoval,
  }
}

async function loadSkillsContext(
  { tx, account }: WriteScope,
  inputs: readonly SkillValues[],
): Promise<SkillsContext> {
  const skills = inputs.flatMap((input) => [
    ...(input.skillTransferList ?? []),
    ...(typeof input.fallbackSkill === 'number' ? [input.fallbackSkill] : []),
  ])
  const lobs = inputs.flatMap(({ lobIds }) => lobIds ?? [])
  const routed = inputs.some((input) => (input.skillRoutingConfiguration ?? []).length > 0)
  return {
    tree: createGroupTree(routed ? await tx.agentGroups.list(account.id) : []),
    skillIds: liveIds(await tx.skills.findMany(account.id, [...new Set(skills)])),
    lobIds: liveIds(await tx.lobs.findMany(account.id, [...new Set(lobs)])),
  }
}
