import { agentGroupBodies, SelectedAgentGroup } from '@watchword/protocol/api/agent-group.ts'
import type { AgentGroup } from '#domain/users/agent-group.ts'
import { createConfigUseCases } from '#domain/users/config-use-cases.ts'
import { groupsDefinition } from '#domain/users/groups-definition.ts'
import { type ConfigRoutePorts, configRoutes } from './config/config-routes.ts'
import { wireDate } from './users.ts'

/** The Agent Groups API, contract 1 §5.1. */
export function agentGroupRoutes(ports: ConfigRoutePorts) {
  return configRoutes<AgentGroup, undefined>(ports, {
    path: 'agentGroups',
    tag: 'Agent groups',
    api: 'agent-groups',
    noun: 'agent group',
    nouns: 'agent groups',
    writers: 'Package 10004; 30007 for those below the groups one manages.',
    defaultVersion: 1,
    useCases: createConfigUseCases(ports, groupsDefinition),
    answer: SelectedAgentGroup,
    bodies: agentGroupBodies.schemas,
    wire: (group) => ({ ...group, dateUpdated: wireDate(group.dateUpdated) }),
  })
}
