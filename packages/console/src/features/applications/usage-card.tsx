import { Group, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import type { GrantList } from '@watchword/protocol/api/grant.ts'
import { useState } from 'react'
import { periodsOf } from '#ui/charts/periods.ts'
import { sumOf } from '#ui/charts/series.ts'
import { StackedBars } from '#ui/charts/stacked-bars.tsx'
import { AccountLink } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { CardSection } from './card-section.tsx'
import { whoOf } from './facts.ts'
import { daily, hourly } from './issue-series.ts'
import { type Application, grantTypesOf } from './manifest.ts'
import { applicationWords } from './messages.ts'
import { useGrants, useIssues } from './queries.ts'
import { usersOf } from './what-breaks.ts'

const words = applicationWords.page
type Of = { readonly application: Application }

/** Tokens that it got in its own name; of an application that gets none, nothing. */
export function UsageCard({ application }: Of) {
  const [range, setRange] = useState('days')
  const isDays = range === 'days'
  const { data } = useIssues(application.id, isDays ? 720 : 24)
  if (!grantTypesOf(application).includes('client_credentials')) return null
  const switcher = (
    <SegmentedControl
      size="xs"
      aria-label={words.range}
      value={range}
      onChange={setRange}
      data={[
        { value: 'hours', label: words.hours },
        { value: 'days', label: words.days },
      ]}
    />
  )
  if (data === undefined) return <Skeleton height={330} />
  const now = Date.now()
  const { periods, values } = isDays
    ? daily(data, { now, days: 30 })
    : hourly(data, { now, count: 24 })
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return (
    <Stack gap="xs">
      <Group justify="flex-end">{switcher}</Group>
      <StackedBars
        title={words.usage}
        summary={words.usageSummary(sumOf(values), isDays)}
        periods={periodsOf(periods, { by: isDays ? 'day' : 'hour', timeZone })}
        series={[{ name: 'tokens', label: words.tokens, values }]}
      />
    </Stack>
  )
}

/** Who is signed in through it. */
export function WhoCard({ application }: Of) {
  const query = useGrants({ clientId: application.id })
  if (!grantTypesOf(application).includes('authorization_code')) return null
  return (
    <CardSection
      title={words.who}
      actions={
        <AccountLink to="/grants" search={{ application: application.id }}>
          {words.whoAll}
        </AccountLink>
      }
    >
      <QueryView query={query} height={24}>
        {(list) => <Who list={list} />}
      </QueryView>
    </CardSection>
  )
}

function Who({ list }: { readonly list: GrantList }) {
  const users = usersOf(list)
  if (users.length === 0) return <Text size="sm">{words.whoNone}</Text>
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {whoOf(users, words.whoCount(users.length, list.total))}
    </Text>
  )
}
