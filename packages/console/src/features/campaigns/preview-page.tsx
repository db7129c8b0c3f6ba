import {
  Anchor,
  Autocomplete,
  Badge,
  Grid,
  Group,
  Paper,
  Radio,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Preview } from '@watchword/protocol/api/campaign-preview.ts'
import { useState } from 'react'
import { CodeSample } from '#ui/code-sample.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { DataSourcesFooter } from './data-sources-footer.tsx'
import { engagementWords } from './engagement-messages.ts'
import { campaignWords } from './messages.ts'
import { usePreview, useWaysIn } from './queries.ts'
import { bodyOfVisit, firstVisit, type Visit } from './visit.ts'

const words = engagementWords.previewPage

/** Tell who is there and where, and see what they are shown: the rule of the API itself. */
export function PreviewPage() {
  const [visit, setVisit] = useState(firstVisit)
  const [settled] = useDebouncedValue(visit, 300)
  const query = usePreview(bodyOfVisit(settled))
  return (
    <Page
      title={words.title}
      lead={words.lead}
      crumbs={[{ label: campaignWords.title, to: '/campaigns' }]}
    >
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Paper className="ww-card" p="lg">
            <VisitForm visit={visit} onChange={(part) => setVisit({ ...visit, ...part })} />
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          {query.isError && query.data !== undefined ? <ProblemAlert fault={query.error} /> : null}
          <QueryView query={query} height={320}>
            {(preview) => <Result preview={preview} />}
          </QueryView>
        </Grid.Col>
      </Grid>
      <DataSourcesFooter />
    </Page>
  )
}

function VisitForm({
  visit,
  onChange,
}: {
  readonly visit: Visit
  readonly onChange: (part: Partial<Visit>) => void
}) {
  const { data: connectors = [] } = useWaysIn()
  const issuers = [
    ...new Set(connectors.flatMap(({ configuration }) => configuration.issuer ?? [])),
  ]
  const { channels } = campaignWords
  return (
    <form aria-label={words.form} onSubmit={(event) => event.preventDefault()}>
      <Stack>
        <Title order={2} size="h4">
          {words.form}
        </Title>
        <Radio.Group
          label={words.who}
          value={visit.who}
          onChange={(who) => onChange({ who: who === 'known' ? 'known' : 'anonymous' })}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="anonymous" label={words.anonymous} />
            <Radio value="known" label={words.known} />
          </Stack>
        </Radio.Group>
        {visit.who === 'known' ? (
          <Autocomplete
            label={words.issuer}
            description={words.issuerHint}
            data={issuers}
            maxLength={255}
            value={visit.issuer}
            onChange={(issuer) => onChange({ issuer })}
          />
        ) : null}
        <TextInput
          label={words.place}
          description={words.placeHint}
          maxLength={2048}
          spellCheck={false}
          value={visit.place}
          onChange={({ currentTarget }) => onChange({ place: currentTarget.value })}
        />
        <TextInput
          label={words.language}
          description={engagementWords.languageHint}
          maxLength={50}
          spellCheck={false}
          value={visit.language}
          onChange={({ currentTarget }) => onChange({ language: currentTarget.value })}
        />
        <Select
          label={words.channel}
          allowDeselect={false}
          data={[
            { value: '', label: words.bothChannels },
            { value: '1', label: channels['1'] },
            { value: '2', label: channels['2'] },
          ]}
          value={visit.channel}
          onChange={(channel) =>
            onChange({ channel: channel === '1' || channel === '2' ? channel : '' })
          }
        />
      </Stack>
    </form>
  )
}

function Result({ preview: { shown, others, leftOut } }: { readonly preview: Preview }) {
  return (
    <Stack gap="lg">
      <Paper className="ww-card" p="lg" role="status">
        <Stack gap="sm">
          <Title order={2} size="h4">
            {words.result}
          </Title>
          {shown === null ? (
            <Text>{words.shownNothing}</Text>
          ) : (
            <>
              <Group gap="xs">
                <EngagementLink offer={shown} />
                <Text size="sm" c="dimmed">
                  {words.ofCampaign(shown.campaignName)}
                </Text>
              </Group>
              <Text size="sm">
                {words.shownBy(shown.connectorName ?? campaignWords.noConnector)}
              </Text>
              <CodeSample
                samples={[{ title: words.answer, code: JSON.stringify(shown, null, 2) }]}
              />
            </>
          )}
        </Stack>
      </Paper>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {words.others}
        </Title>
        {others.length === 0 ? (
          <Text c="dimmed">{words.noOthers}</Text>
        ) : (
          <Others others={others} />
        )}
        {leftOut === 0 ? null : <Text size="sm">{words.leftOut(leftOut)}</Text>}
      </Stack>
    </Stack>
  )
}

function Others({ others }: { readonly others: Preview['others'] }) {
  return (
    <ul className="ww-card ww-list" aria-label={words.others}>
      {others.map((offer) => (
        <li key={offer.engagementId} className="ww-list-row">
          <Stack gap={2} flex={1}>
            <Group gap="xs">
              <EngagementLink offer={offer} />
              <Text size="sm" c="dimmed">
                {words.ofCampaign(offer.campaignName)}
              </Text>
              {offer.fits ? (
                <Badge variant="light" tt="none" fw={500}>
                  {words.fits}
                </Badge>
              ) : null}
            </Group>
            {offer.reasons.map(({ rule, message }) => (
              <Text key={rule} size="sm" c="dimmed">
                {engagementWords.reasons[rule] ?? message}
              </Text>
            ))}
          </Stack>
        </li>
      ))}
    </ul>
  )
}

function EngagementLink({ offer }: { readonly offer: NonNullable<Preview['shown']> }) {
  return (
    <Anchor
      fw={600}
      renderRoot={(props) => (
        <AccountLink
          to={`/campaigns/${offer.campaignId}/engagements/${offer.engagementId}`}
          {...props}
        />
      )}
    >
      {offer.engagementName}
    </Anchor>
  )
}
