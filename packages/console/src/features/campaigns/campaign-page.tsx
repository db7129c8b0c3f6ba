import { Alert, Badge, Button, Group, Stack, Switch, Text, Title } from '@mantine/core'
import { IconMessageCircle, IconPlus } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useMay } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { type Campaign, mayChange, stateOf } from './campaign.ts'
import { CampaignStateMark, runsOf } from './campaign-state.tsx'
import { DataSourcesFooter } from './data-sources-footer.tsx'
import type { Engagement } from './engagement.ts'
import { lineOf } from './engagement-line.ts'
import { campaignWords as words } from './messages.ts'
import { useCampaign, useEngagements, useWaysIn } from './queries.ts'
import { useCampaignChanges } from './use-campaign-changes.ts'

/** One campaign: whether it is offered, and what is in it. */
export function CampaignPage() {
  const { campaignId = '' } = useParams({ strict: false })
  const id = Number(campaignId)
  const query = useCampaign(id)
  const engagements = useEngagements(id)
  const campaign = query.data?.value
  const rights = { edit: useMay('campaigns:write'), publish: useMay('campaigns:publish') }
  const mayEdit = campaign !== undefined && mayChange(campaign, rights)
  return (
    <Page
      title={campaign?.name ?? words.title}
      lead={campaign?.description === '' ? undefined : campaign?.description}
      crumbs={[{ label: words.title, to: '/campaigns' }]}
      actions={
        mayEdit ? (
          <Actions campaign={campaign} engagements={engagements.data?.value ?? []} />
        ) : undefined
      }
    >
      <QueryView query={query} height={60}>
        {({ value }) => (
          <Stack gap="sm">
            <State campaign={value} />
            {rights.edit && !mayEdit ? <Alert color="blue">{words.onlyPublishers}</Alert> : null}
          </Stack>
        )}
      </QueryView>
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4">
            {words.engagements}
          </Title>
          {mayEdit && engagements.data?.value.length !== 0 ? <AddEngagement id={id} /> : null}
        </Group>
        <QueryView query={engagements} height={180}>
          {({ value }) =>
            value.length === 0 ? (
              <EmptyState
                icon={<IconMessageCircle />}
                title={words.engagementsEmpty.title}
                lead={words.engagementsEmpty.lead}
                action={mayEdit ? <AddEngagement id={id} /> : undefined}
              />
            ) : (
              <List engagements={value} mayEdit={mayEdit} />
            )
          }
        </QueryView>
      </Stack>
      <DataSourcesFooter />
    </Page>
  )
}

function State({ campaign }: { readonly campaign: Campaign }) {
  return (
    <Group gap="xs">
      <CampaignStateMark campaign={campaign} />
      <Text size="sm" c="dimmed">
        {words.stateLead[stateOf(campaign, Date.now())]} {words.columns.runs}: {runsOf(campaign)}.
      </Text>
    </Group>
  )
}

function Actions({
  campaign,
  engagements,
}: {
  readonly campaign: Campaign
  readonly engagements: readonly Engagement[]
}) {
  const mayPublish = useMay('campaigns:publish')
  const { publish, pause, removeCampaign } = useCampaignChanges()
  return (
    <>
      {!mayPublish ? null : campaign.status === 1 ? (
        <Button variant="default" onClick={() => pause(campaign, engagements)}>
          {words.pause}
        </Button>
      ) : (
        <Button variant="light" onClick={() => publish(campaign)}>
          {words.publish}
        </Button>
      )}
      <LinkButton to={`/campaigns/${campaign.id}/edit`} variant="default">
        {words.edit}
      </LinkButton>
      <Button variant="default" onClick={() => removeCampaign(campaign)}>
        {common.actions.delete}
      </Button>
    </>
  )
}

function AddEngagement({ id }: { readonly id: number }) {
  return (
    <LinkButton
      to={`/campaigns/${id}/engagements/new`}
      leftSection={<IconPlus size={16} aria-hidden="true" />}
    >
      {words.addEngagement}
    </LinkButton>
  )
}

function List({
  engagements,
  mayEdit,
}: {
  readonly engagements: readonly Engagement[]
  readonly mayEdit: boolean
}) {
  const { data: connectors = [] } = useWaysIn()
  const { setEnabled } = useCampaignChanges()
  return (
    <ul className="ww-card ww-list" aria-label={words.engagements}>
      {engagements.map((engagement) => (
        <li key={engagement.id} className="ww-list-row">
          <Stack gap={2} flex={1} miw={200}>
            <Group gap="xs">
              <AccountLink
                to={`/campaigns/${engagement.campaignId}/engagements/${engagement.id}`}
                className="ww-list-link"
              >
                {engagement.name}
              </AccountLink>
              <Badge variant={engagement.allowUnauthMsg ? 'default' : 'light'} tt="none" fw={500}>
                {engagement.allowUnauthMsg ? words.unauthenticated : words.authenticated}
              </Badge>
            </Group>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {lineOf(engagement, { connectors, words })}
            </Text>
          </Stack>
          {mayEdit ? (
            <Switch
              checked={engagement.enabled}
              onChange={({ currentTarget }) => setEnabled(engagement, currentTarget.checked)}
              aria-label={words.enabled(engagement.name)}
              label={words.shown}
              // Above the link, which covers the row.
              style={{ position: 'relative', zIndex: 1 }}
            />
          ) : null}
        </li>
      ))}
    </ul>
  )
}
