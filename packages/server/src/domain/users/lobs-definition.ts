import { lobBodies, type lobFields } from '@watchword/protocol/api/lob.ts'
import type { InputOf } from '@watchword/protocol/api/parse-input.ts'
import { lobKind } from './config-object.ts'
import type { ConfigRules } from './config-rules.ts'
import type { ConfigDefinition } from './config-use-cases.ts'
import type { Lob } from './lob.ts'
import type { ConfigRights } from './rights.ts'
import { reportUses, usesByUsers } from './uses.ts'

type LobValues = InputOf<typeof lobFields>

/** Lines of business: contract 1 §5.1. Package 10008 edits them; everybody reads them. */
export const lobsDefinition: ConfigDefinition<Lob, LobValues, undefined, undefined> = {
  kind: lobKind,
  parse: lobBodies.parse,
  mayTry: (rights) => rights.lobs,
  visibleTo: async () => undefined,
  loadView: async () => undefined,
  rulesFor: async (_ask, rights) => lobsRules(rights),
}

function lobsRules(rights: ConfigRights): ConfigRules<Lob, LobValues, undefined> {
  return {
    kind: lobKind,
    load: async () => undefined,
    isVisible: () => true,
    mayEdit: () => rights.lobs,
    mayRemove: () => rights.lobs,
    make: ({ place, id, input, previous }, _context, { now }) => {
      const { name, description } = input
      const next = { id, deleted: false, name, description: description ?? '', dateUpdated: now }
      return { place, previous, next }
    },
    checkRemoval: async ({ tx, account }, changes, faults) => {
      const skills = await tx.skills.list(account.id)
      const bySkills = skills.flatMap((skill) =>
        skill.lobIds.map((targetId) => ({ targetId, by: `the skill ${skill.id}` })),
      )
      const byUsers = await usesByUsers(tx, account.id, 'lob')
      reportUses(changes, [...byUsers, ...bySkills], faults)
    },
  }
}
