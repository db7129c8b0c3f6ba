import { SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { StatisticsSeries } from '@watchword/protocol/api/statistics.ts'
import { periodsOf } from '#ui/charts/periods.ts'
import type { Series } from '#ui/charts/series.ts'
import { sumOf } from '#ui/charts/series.ts'
import { StackedBars } from '#ui/charts/stacked-bars.tsx'
import { hoursOf } from './hours.ts'
import { apiKeyWords } from './messages.ts'
import { useHours } from './queries.ts'
import {
  addressesOf,
  callsByApi,
  callsOf,
  daysBetween,
  refusedOf,
  type UsageOfKey,
} from './usage.ts'

const words = apiKeyWords.usage

/** How a key was used: by API and day, for who may see statistics also by hour, and from where. */
export function KeyUse({
  usage,
  from,
  to,
  keyId,
}: {
  readonly usage: UsageOfKey | undefined
  readonly from: string
  readonly to: string
  readonly keyId: string
}) {
  const hours = useHours()
  const days = daysBetween(from, to)
  const used = usage ?? nothing
  const addresses = addressesOf(used).slice(0, 8)
  return (
    <Stack component="section" gap="sm" aria-label={words.title}>
      <Title order={2} size="h4">
        {words.title}
      </Title>
      <SimpleGrid cols={hours.data === undefined ? 1 : { base: 1, lg: 2 }}>
        <StackedBars
          order={3}
          title={words.byApi}
          summary={words.byApiSummary(callsOf(used), refusedOf(used))}
          periods={periodsOf(days, { by: 'day', timeZone: 'UTC' })}
          series={callsByApi(used, days, words.other)}
        />
        {hours.data === undefined ? null : <Hours statistics={hours.data} keyId={keyId} />}
      </SimpleGrid>
      {addresses.length === 0 ? null : (
        <Text size="sm" c="dimmed">
          {words.addresses}
          {': '}
          {addresses.map(({ address, day }) => words.onDay(address, day)).join(' · ')}
        </Text>
      )}
    </Stack>
  )
}

const nothing = { uses: [], refusals: [] }

function Hours({
  statistics,
  keyId,
}: {
  readonly statistics: StatisticsSeries
  readonly keyId: string
}) {
  const series = hoursOf(statistics, keyId, words)
  const total = (name: string) =>
    sumOf(series.find((one: Series) => one.name === name)?.values ?? [])
  return (
    <StackedBars
      order={3}
      title={words.byHour}
      summary={words.byHourSummary(total('done'), total('refused'))}
      periods={periodsOf(statistics.periods, { by: 'hour', timeZone: statistics.timeZone })}
      series={series}
    />
  )
}
