import type { PublicConnector } from '@watchword/protocol/api/connector.ts'
import type { Engagement } from './engagement.ts'
import type { campaignWords } from './messages.ts'

type Words = Pick<
  typeof campaignWords,
  | 'noConnector'
  | 'conversations'
  | 'channels'
  | 'everywhere'
  | 'places'
  | 'anyLanguage'
  | 'anySkill'
>

/** An engagement in one line: by which way in, on what, where, in which language, and who answers. */
export function lineOf(
  engagement: Engagement,
  {
    connectors,
    words,
  }: {
    readonly connectors: readonly Pick<PublicConnector, 'id' | 'name'>[]
    readonly words: Words
  },
): string {
  const { connectorId, entryPoints, language, skillName } = engagement
  const connector = connectors.find(({ id }) => id === connectorId)
  const conversation = words.conversations[engagement.conversationType === 0 ? '0' : '1']
  const [place] = entryPoints
  return [
    connector?.name ?? (connectorId === null ? words.noConnector : `${connectorId}`),
    `${conversation}, ${words.channels[engagement.channel === 2 ? '2' : '1']}`,
    place === undefined ? words.everywhere : words.places(place, entryPoints.length - 1),
    language ?? words.anyLanguage,
    skillName ?? words.anySkill,
  ].join(' · ')
}
