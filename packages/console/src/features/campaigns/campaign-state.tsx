import { Group, Text } from '@mantine/core'
import { type Campaign, type CampaignState, stateOf, tellRuns } from './campaign.ts'
import { campaignWords as words } from './messages.ts'

const tones: Readonly<Record<CampaignState, string>> = {
  ...{ draft: 'quiet', scheduled: 'warn', live: 'good', over: 'quiet' },
}

/** What a campaign is at now: a dot beside the word, never the colour alone. */
export function CampaignStateMark({ campaign }: { readonly campaign: Campaign }) {
  const state = stateOf(campaign, Date.now())
  return (
    <Group gap={8} wrap="nowrap" component="span">
      <span className={`ww-dot ${tones[state]}`} aria-hidden="true" />
      <Text size="sm" component="span">
        {words.states[state]}
      </Text>
    </Group>
  )
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** From when until when, in words. */
export function runsOf(campaign: Campaign): string {
  return tellRuns(campaign, (time) => day.format(time), words)
}
