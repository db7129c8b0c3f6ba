import { Group, Stack, Text } from '@mantine/core'
import { IconEye, IconPlus, IconSpeakerphone } from '@tabler/icons-react'
import { useMay } from '#api/context.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Campaign } from './campaign.ts'
import { CampaignStateMark, runsOf } from './campaign-state.tsx'
import { DataSourcesFooter } from './data-sources-footer.tsx'
import { campaignWords as words } from './messages.ts'
import { useCampaigns, useEngagements } from './queries.ts'

/** All campaigns of the account. */
export function CampaignsPage() {
  const query = useCampaigns()
  return (
    <Page title={words.title} lead={words.lead} actions={<Actions />}>
      <QueryView query={query} height={220}>
        {({ value }) => (value.length === 0 ? <Nothing /> : <List campaigns={value} />)}
      </QueryView>
      <DataSourcesFooter />
    </Page>
  )
}

function Actions() {
  return (
    <>
      <LinkButton
        to="/campaigns/preview"
        variant="default"
        leftSection={<IconEye size={16} aria-hidden="true" />}
      >
        {words.preview}
      </LinkButton>
      <AddButton />
    </>
  )
}

function AddButton() {
  if (!useMay('campaigns:write')) return null
  return (
    <LinkButton to="/campaigns/new" leftSection={<IconPlus size={16} aria-hidden="true" />}>
      {words.add}
    </LinkButton>
  )
}

function Nothing() {
  const { title, lead } = words.empty
  return <EmptyState icon={<IconSpeakerphone />} title={title} lead={lead} action={<AddButton />} />
}

function List({ campaigns }: { readonly campaigns: readonly Campaign[] }) {
  return (
    <ul className="ww-card ww-list" aria-label={words.title}>
      {campaigns.map((campaign) => (
        <li key={campaign.id} className="ww-list-row">
          <Stack gap={2} flex={1} miw={200}>
            <AccountLink to={`/campaigns/${campaign.id}`} className="ww-list-link">
              {campaign.name}
            </AccountLink>
            {campaign.description === '' ? null : (
              <Text size="sm" c="dimmed" lineClamp={2}>
                {campaign.description}
              </Text>
            )}
            <Text size="sm" c="dimmed">
              <Engagements campaign={campaign} />
            </Text>
          </Stack>
          <Stack gap={2} w={{ base: '100%', sm: 220 }}>
            <Group>
              <CampaignStateMark campaign={campaign} />
            </Group>
            <Text size="xs" c="dimmed">
              {runsOf(campaign)}
            </Text>
          </Stack>
        </li>
      ))}
    </ul>
  )
}

/** How many, and for whom. The number is known at once; the kinds are asked for. */
function Engagements({ campaign }: { readonly campaign: Campaign }) {
  const { data } = useEngagements(campaign.id)
  const count = words.engagementCount(campaign.engagementIds.length)
  if (data === undefined || data.value.length === 0) return count
  const open = data.value.filter(({ allowUnauthMsg }) => allowUnauthMsg).length
  return `${count} · ${words.kinds(data.value.length - open, open)}`
}
