import { Group, SegmentedControl, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { StatisticsSeries } from '@watchword/protocol/api/statistics.ts'
import { useMay } from '#api/context.tsx'
import { Flow } from '#ui/charts/flow.tsx'
import { Lines } from '#ui/charts/lines.tsx'
import { periodsOf } from '#ui/charts/periods.ts'
import { sumOf } from '#ui/charts/series.ts'
import { StackedBars } from '#ui/charts/stacked-bars.tsx'
import { AccountLink } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { words as all } from './page-messages.ts'
import { useStatistics } from './queries.ts'
import { parseRange, type Range, ranges } from './ranges.ts'
import { callsBy, handshakesOf, loginsOf, migrationOf, mostOf, mostRefusedFor } from './traffic.ts'

const words = all.traffic

/** How much went on, and what was refused, for as long as is chosen. `only`: who may see no more than that. */
export function TrafficPanel({ only }: { readonly only: 'handshake' | undefined }) {
  const { range: asked } = useSearch({ strict: false })
  const range = parseRange(asked) ?? '24h'
  const enabled = only === undefined
  const calls = useStatistics('credential', { range, enabled })
  const logins = useStatistics('login', { range, enabled })
  const handshakes = useStatistics('handshake', { range, enabled: true })
  const all = [calls, logins, handshakes]
  const isLoading = all.some((query) => query.isLoading)
  const failed = all.filter(({ isError, data }) => isError && data === undefined)
  return (
    <Stack component="section" gap="md" aria-label={words.title} aria-busy={isLoading}>
      <Group justify="space-between" gap="sm">
        <Title order={2} size="h4">
          {words.title}
        </Title>
        <RangeSwitch range={range} />
      </Group>
      <ProblemAlert
        fault={failed[0]?.error}
        onRetry={() => {
          for (const query of failed) query.refetch()
        }}
      />
      {/* All at once: how high a chart is depends on what happened. */}
      {isLoading ? (
        <Skeleton height={345} />
      ) : (
        <Charts calls={calls.data} logins={logins.data} handshakes={handshakes.data} />
      )}
    </Stack>
  )
}

type Loaded = Readonly<Record<'calls' | 'logins' | 'handshakes', StatisticsSeries | undefined>>

function Charts({ calls, logins, handshakes }: Loaded) {
  const timeZone = (calls ?? handshakes)?.timeZone
  return (
    <>
      {calls === undefined ? null : <Calls statistics={calls} />}
      <SimpleGrid cols={logins === undefined ? 1 : { base: 1, lg: 2 }}>
        {logins === undefined ? null : <Logins statistics={logins} />}
        {handshakes === undefined ? null : <Handshakes statistics={handshakes} />}
      </SimpleGrid>
      {calls === undefined ? null : <Migration statistics={calls} />}
      {timeZone === undefined ? null : (
        <Text size="xs" c="dimmed">
          {words.zone(timeZone)}
        </Text>
      )}
    </>
  )
}

function RangeSwitch({ range }: { readonly range: Range }) {
  const navigate = useNavigate()
  return (
    <SegmentedControl
      size="xs"
      aria-label={words.range}
      value={range}
      onChange={(chosen) => {
        const search = { range: parseRange(chosen) ?? range }
        navigate({ to: '.', search, replace: true, resetScroll: false })
      }}
      data={ranges.map((value) => ({ value, label: words.ranges[value] }))}
    />
  )
}

type Told = { readonly statistics: StatisticsSeries }

function Calls({ statistics }: Told) {
  const { total } = statistics
  const series = callsBy(statistics, words.credentials)
  const most = mostOf(series)
  return (
    <StackedBars
      title={words.calls}
      order={3}
      summary={words.callsSummary(total.count, most?.label ?? '', most?.share ?? 0, total.refused)}
      periods={periodsIn(statistics)}
      series={series}
    />
  )
}

function Logins({ statistics }: Told) {
  const series = loginsOf(statistics, words)
  const [succeeded = 0, refused = 0] = series.map(({ values }) => sumOf(values))
  const most = mostRefusedFor(statistics.series)
  return (
    <StackedBars
      title={words.logins}
      order={3}
      summary={words.loginsSummary(succeeded, refused, most?.name)}
      periods={periodsIn(statistics)}
      series={series}
    />
  )
}

function Handshakes({ statistics }: Told) {
  const ends = handshakesOf(statistics, words)
  const offered = sumOf(ends.map(({ value }) => value))
  const mayExplain = useMay('explain')
  return (
    <Flow
      title={words.handshakes}
      order={3}
      summary={words.handshakesSummary(offered, ends[0]?.value ?? 0)}
      source={words.offered}
      ends={ends}
      columns={words.handshakeColumns}
      nameOf={({ label, tone }) =>
        tone === 'bad' && mayExplain ? (
          <AccountLink to="/data-sources/connectors/debugger">{label}</AccountLink>
        ) : (
          label
        )
      }
    />
  )
}

function Migration({ statistics }: Told) {
  const { series, share, before, after } = migrationOf(statistics, words)
  return (
    <Lines
      title={words.migration}
      order={3}
      summary={words.migrationSummary(share, before, after)}
      periods={periodsIn(statistics)}
      series={series}
    />
  )
}

function periodsIn({ periods, by, timeZone }: StatisticsSeries) {
  return periodsOf(periods, { by, timeZone })
}
