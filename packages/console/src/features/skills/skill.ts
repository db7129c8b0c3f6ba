import type { Skill } from '@watchword/protocol/api/skill.ts'
import { typedNumber } from '#ui/typed-number.ts'
import type { Use } from '../people/uses.ts'

/** What the form holds; ids as texts, as its fields have them. */
export type SkillValues = {
  readonly name: string
  readonly description: string
  readonly lobIds: string[]
  readonly canTransfer: boolean
  readonly transfers: 'every' | 'some'
  readonly skillTransferList: string[]
  /** Empty: none. */
  readonly fallbackSkill: string
  readonly fallbackWhenAllAgentsAreAway: boolean
  readonly maxWaitTime: number | string
  readonly wrapUpTime: number | string
  readonly skillOrder: number | string
}

/** With the defaults of contract 1 section 5.1. */
export const newSkill: SkillValues = {
  ...{ name: '', description: '', lobIds: [], canTransfer: true, transfers: 'every' },
  ...{ skillTransferList: [], fallbackSkill: '', fallbackWhenAllAgentsAreAway: true },
  ...{ maxWaitTime: 120, wrapUpTime: '', skillOrder: 0 },
}

export function valuesOfSkill(skill: Skill): SkillValues {
  const { lobIds = [], skillTransferList = null, fallbackSkill = null } = skill
  return {
    name: skill.name,
    description: skill.description ?? '',
    lobIds: lobIds.map(String),
    canTransfer: skill.canTransfer ?? true,
    transfers: skillTransferList === null ? 'every' : 'some',
    skillTransferList: (skillTransferList ?? []).map(String),
    fallbackSkill: fallbackSkill === null ? '' : `${fallbackSkill}`,
    fallbackWhenAllAgentsAreAway: skill.fallbackWhenAllAgentsAreAway ?? true,
    maxWaitTime: skill.maxWaitTime ?? 120,
    wrapUpTime: skill.wrapUpTime ?? '',
    skillOrder: skill.skillOrder ?? 0,
  }
}

/** The whole skill as it is sent: what the form does not show, such as its routing, stays as it was. */
export function bodyOfSkill(values: SkillValues, before: Skill | undefined): object {
  const { transfers, ...rest } = values
  return {
    ...before,
    ...rest,
    name: values.name.trim(),
    lobIds: values.lobIds.map(Number),
    skillTransferList: transfers === 'every' ? null : values.skillTransferList.map(Number),
    fallbackSkill: values.fallbackSkill === '' ? null : Number(values.fallbackSkill),
    maxWaitTime: typedNumber(values.maxWaitTime),
    wrapUpTime: typedNumber(values.wrapUpTime),
    skillOrder: typedNumber(values.skillOrder),
  }
}

/** The other skills that refer to one. */
export function skillsUsing(
  id: number,
  skills: readonly Skill[],
  labels: { readonly byTransfer: string; readonly byFallback: string },
): readonly Use[] {
  const others = skills.filter((skill) => skill.id !== id)
  const use = (label: string, refers: (skill: Skill) => boolean) => {
    const names = others.filter(refers).map((one) => ({ name: one.name, to: `/skills/${one.id}` }))
    return names.length === 0 ? [] : [{ label, names }]
  }
  return [
    ...use(labels.byTransfer, ({ skillTransferList }) => skillTransferList?.includes(id) === true),
    ...use(labels.byFallback, ({ fallbackSkill }) => fallbackSkill === id),
  ]
}

/** Where conversations of a skill may be transferred to, in words. */
export function transfersOf(
  { canTransfer = true, skillTransferList = null }: Skill,
  {
    names,
    words,
  }: {
    readonly names: ReadonlyMap<number, string>
    readonly words: { readonly noTransfer: string; readonly everySkill: string }
  },
): string {
  if (!canTransfer || skillTransferList?.length === 0) return words.noTransfer
  if (skillTransferList === null) return words.everySkill
  return skillTransferList.map((id) => names.get(id) ?? `${id}`).join(', ')
}
