import { type EngagementValues, linesOf } from './engagement.ts'
import { engagementWords } from './engagement-messages.ts'
import { campaignWords } from './messages.ts'

/** What engagements refer to, by id. */
export type Names = {
  readonly connectors: ReadonlyMap<string, string>
  readonly skills: ReadonlyMap<string, string>
}

/** An engagement in words: what is said beside its form, on its page, and when two people changed it. */
export function tellEngagement(
  values: EngagementValues,
  names: Names,
): readonly (readonly [string, string])[] {
  const words = engagementWords.tell
  const { conversationType, channel, language, skillId, weight, enabled } = values
  const conversation = words.conversations[conversationType]
  const places = linesOf(values.entryPoints)
  return [
    [words.name, values.name],
    [words.description, values.description],
    [words.who, tellWho(values, names)],
    [words.what, words.kind(conversation, words.channels[channel])],
    [words.where, places.length === 0 ? campaignWords.everywhere : places.join('\n')],
    [words.language, language === '' ? campaignWords.anyLanguage : language],
    [words.weight, `${weight === '' ? 0 : weight}`],
    [words.skill, skillId === '' ? campaignWords.anySkill : (names.skills.get(skillId) ?? skillId)],
    [words.shown, enabled ? engagementWords.yes : engagementWords.no],
  ]
}

function tellWho({ allowUnauthMsg, connectorId }: EngagementValues, names: Names): string {
  const words = engagementWords.tell
  const name =
    connectorId === '' ? undefined : (names.connectors.get(connectorId) ?? `No. ${connectorId}`)
  if (allowUnauthMsg === 'no') return words.known(name ?? words.unchosen)
  return name === undefined ? words.openAlone : words.open(name)
}
