import type { Lob } from '@watchword/protocol/api/lob.ts'
import type { Skill } from '@watchword/protocol/api/skill.ts'
import type { Use } from '../people/uses.ts'

export type LobValues = { readonly name: string; readonly description: string }

export const newLob: LobValues = { name: '', description: '' }

export function valuesOfLob({ name, description = '' }: Lob): LobValues {
  return { name, description }
}

export function bodyOfLob({ name, description }: LobValues, before: Lob | undefined): object {
  return { ...before, name: name.trim(), description }
}

/** The skills that are put into a line of business. */
export function skillsIn(id: number, skills: readonly Skill[], label: string): readonly Use[] {
  const names = skills
    .filter(({ lobIds = [] }) => lobIds.includes(id))
    .map((skill) => ({ name: skill.name, to: `/skills/${skill.id}` }))
  return names.length === 0 ? [] : [{ label, names }]
}
