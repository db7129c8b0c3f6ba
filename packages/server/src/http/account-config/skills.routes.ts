import { SelectedSkill, skillBodies } from '@watchword/protocol/api/skill.ts'
import { createConfigUseCases } from '#domain/users/config-use-cases.ts'
import type { Skill } from '#domain/users/skill.ts'
import { skillsDefinition } from '#domain/users/skills-definition.ts'
import type { WireObject } from './config/config-resource.ts'
import { type ConfigRoutePorts, configRoutes } from './config/config-routes.ts'
import { wireDate } from './users.ts'

/** The Skills API, contract 1 §5.1. */
export function skillRoutes(ports: ConfigRoutePorts) {
  return configRoutes<Skill, undefined>(ports, {
    path: 'skills',
    tag: 'Skills',
    api: 'skills',
    noun: 'skill',
    nouns: 'skills',
    writers: 'Package 10003, 30013 or 40018.',
    defaultVersion: 1,
    useCases: createConfigUseCases(ports, skillsDefinition),
    answer: SelectedSkill,
    bodies: skillBodies.schemas,
    wire: wireSkill,
  })
}

/** A skill on the wire. */
export function wireSkill({ other, dateUpdated, ...skill }: Skill): WireObject {
  return { ...other, ...skill, dateUpdated: wireDate(dateUpdated) }
}
