import { Alert, Anchor, Button, List, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import type { Preview } from '@watchword/protocol/api/campaign-preview.ts'
import type { PublicConnector } from '@watchword/protocol/api/connector.ts'
import { useMay } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { CodeSample } from '#ui/code-sample.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { SectionHead } from '#ui/section-head.tsx'
import { ToldList } from '#ui/told-list.tsx'
import { mayChange } from './campaign.ts'
import { runsOf } from './campaign-state.tsx'
import { ConnectorAlerts } from './connector-alerts.tsx'
import { DataSourcesFooter } from './data-sources-footer.tsx'
import { type Engagement, fittingVisit, valuesOfEngagement } from './engagement.ts'
import { engagementWords as words } from './engagement-messages.ts'
import { campaignWords } from './messages.ts'
import { useCampaign, useEngagement, usePreview, useSkillNames, useWaysIn } from './queries.ts'
import { tellEngagement } from './tell-engagement.ts'
import { useCampaignChanges } from './use-campaign-changes.ts'

/** One engagement: what it is, whether it is shown, and how its connector does. */
export function EngagementPage() {
  const { campaignId = '', engagementId = '' } = useParams({ strict: false })
  const campaign = useCampaign(Number(campaignId))
  const query = useEngagement(Number(campaignId), Number(engagementId))
  const waysIn = useWaysIn()
  const rights = { edit: useMay('campaigns:write'), publish: useMay('campaigns:publish') }
  const { removeEngagement } = useCampaignChanges()
  const engagement = query.data?.value
  const within = campaign.data?.value
  const mayEdit = within !== undefined && mayChange(within, rights)
  return (
    <Page
      title={engagement?.name ?? campaignWords.engagements}
      lead={engagement?.description === '' ? undefined : engagement?.description}
      crumbs={[
        { label: campaignWords.title, to: '/campaigns' },
        { label: within?.name ?? campaignId, to: `/campaigns/${campaignId}` },
      ]}
      actions={
        engagement === undefined || !mayEdit ? undefined : (
          <>
            <Button
              renderRoot={(props) => (
                <AccountLink
                  to={`/campaigns/${campaignId}/engagements/${engagementId}/edit`}
                  {...props}
                />
              )}
            >
              {campaignWords.edit}
            </Button>
            <Button variant="default" onClick={() => removeEngagement(engagement, within)}>
              {common.actions.delete}
            </Button>
          </>
        )
      }
    >
      <QueryView query={query} height={320}>
        {({ value }) => (
          <QueryView query={waysIn} height={320}>
            {(connectors) => (
              <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
                <Facts engagement={value} connectors={connectors} />
                <Verdict
                  engagement={value}
                  issuer={connectorOf(value, connectors)?.configuration.issuer ?? null}
                />
              </SimpleGrid>
            )}
          </QueryView>
        )}
      </QueryView>
      {within === undefined ? null : (
        <Text size="sm" c="dimmed">
          {words.availabilityText(runsOf(within))}
        </Text>
      )}
      <DataSourcesFooter />
    </Page>
  )
}

function connectorOf({ connectorId }: Engagement, connectors: readonly PublicConnector[]) {
  return connectors.find(({ id }) => id === connectorId)
}

function Facts({
  engagement,
  connectors,
}: {
  readonly engagement: Engagement
  readonly connectors: readonly PublicConnector[]
}) {
  const { data: skills = [] } = useSkillNames()
  const names = {
    connectors: new Map(connectors.map(({ id, name }) => [`${id}`, name])),
    skills: new Map(skills.map(({ id, name }) => [`${id}`, name])),
  }
  const { name: nameLabel, description } = words.tell
  const told = tellEngagement(valuesOfEngagement(engagement), names).filter(
    ([field]) => field !== nameLabel && field !== description,
  )
  const connector = connectorOf(engagement, connectors)
  return (
    <Paper className="ww-card" p="lg">
      <Stack>
        <Title order={2} size="h4">
          {words.inShort}
        </Title>
        <ToldList told={told} />
        {connector === undefined ? null : (
          <ConnectorAlerts id={connector.id} isAnonymous={connector.type === 0} />
        )}
      </Stack>
    </Paper>
  )
}

/** Asks the rule itself, for a consumer for whom the engagement is made. */
function Verdict({
  engagement,
  issuer,
}: {
  readonly engagement: Engagement
  readonly issuer: string | null
}) {
  const query = usePreview(fittingVisit(engagement, issuer))
  return (
    <Paper className="ww-card" p="lg">
      <Stack>
        <SectionHead title={words.verdict.title} lead={words.verdict.lead} />
        <QueryView query={query} height={160}>
          {(preview) => <VerdictText preview={preview} engagement={engagement} />}
        </QueryView>
        <Anchor
          size="sm"
          py={4}
          renderRoot={(props) => <AccountLink to="/campaigns/preview" {...props} />}
        >
          {words.verdict.other}
        </Anchor>
      </Stack>
    </Paper>
  )
}

function VerdictText({
  preview: { shown, others },
  engagement,
}: {
  readonly preview: Preview
  readonly engagement: Engagement
}) {
  const { yes, no, instead, nothing } = words.verdict
  if (shown?.engagementId === engagement.id) {
    return (
      <Stack gap="sm">
        <Alert color="teal" title={yes} />
        <CodeSample
          samples={[{ title: words.previewPage.answer, code: JSON.stringify(shown, null, 2) }]}
        />
      </Stack>
    )
  }
  const reasons = others.find(({ engagementId }) => engagementId === engagement.id)?.reasons ?? []
  return (
    <Alert color="yellow" title={no}>
      <Stack gap="xs">
        <List size="sm">
          {reasons.map(({ rule, message }) => (
            <List.Item key={rule}>{words.reasons[rule] ?? message}</List.Item>
          ))}
        </List>
        <Text size="sm">
          {shown === null ? nothing : instead(shown.engagementName, shown.campaignName)}
        </Text>
      </Stack>
    </Alert>
  )
}
