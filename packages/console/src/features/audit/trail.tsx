import { Button, Stack, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { type UseQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useApi } from '#api/context.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useRowKeys } from '#ui/use-row-keys.ts'
import type { AuditEvent } from './event.ts'
import { auditWords as words } from './messages.ts'
import { trailQuery } from './queries.ts'
import type { AuditFilters } from './search.ts'

const rowHeight = 44
const headHeight = 37
const mostHeight = 640
/** So many rows before the last one that was read, the next page is asked for. */
const ahead = 40

/** The list: only what is seen is in the page, and more is read while it is scrolled. */
export function Trail({
  filters,
  onClear,
}: {
  readonly filters: AuditFilters
  readonly onClear: () => void
}) {
  const query = useInfiniteQuery(trailQuery(useApi(), filters))
  const events = query.data?.pages.flatMap((page) => page.events)
  const total = query.data?.pages[0]?.total ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  return (
    <QueryView query={query as UseQueryResult<unknown>} height={mostHeight}>
      {() =>
        events === undefined || events.length === 0 ? (
          <EmptyState
            icon={<IconHistory />}
            title={words.empty.title}
            lead={words.empty.lead}
            action={
              <Button variant="default" onClick={onClear}>
                {words.empty.action}
              </Button>
            }
          />
        ) : (
          <Stack gap="xs">
            <Text size="sm" c="dimmed" role="status" ta="end">
              {isFetchingNextPage ? words.more : words.total(events.length, total)}
            </Text>
            <List
              events={events}
              filters={filters}
              onNearEnd={() => {
                if (hasNextPage && !isFetchingNextPage && !query.isError) void fetchNextPage()
              }}
            />
            {query.isError ? (
              <ProblemAlert fault={query.error} onRetry={() => fetchNextPage()} />
            ) : hasNextPage ? null : (
              <Text size="sm" c="dimmed" ta="center">
                {words.end}
              </Text>
            )}
          </Stack>
        )
      }
    </QueryView>
  )
}

function List({
  events,
  filters,
  onNearEnd,
}: {
  readonly events: readonly AuditEvent[]
  readonly filters: AuditFilters
  readonly onNearEnd: () => void
}) {
  const scroller = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: headHeight,
  })
  const items = virtualizer.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= events.length - ahead) onNearEnd()
  }, [last, events.length, onNearEnd])
  const { onKeyDown } = useRowKeys(scroller, {
    count: events.length,
    pageLength: Math.floor((mostHeight - headHeight) / rowHeight),
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    onChoose: undefined,
  })
  const columns = {
    '--ww-columns':
      'minmax(9rem, 1fr) minmax(7rem, 1fr) minmax(10rem, 1.6fr) minmax(10rem, 1.6fr) minmax(7rem, 0.8fr)',
    '--ww-columns-narrow': 'minmax(6rem, 0.8fr) minmax(0, 1.2fr)',
  } as object
  return (
    <section
      ref={scroller}
      className="ww-card ww-table"
      style={{
        ...columns,
        height: Math.min(mostHeight, headHeight + events.length * rowHeight + 2),
      }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll it
      tabIndex={0}
      aria-label={words.list}
      onKeyDown={onKeyDown}
    >
      <table aria-label={words.list} aria-rowcount={events.length + 1}>
        <thead>
          <tr className="ww-row head" aria-rowindex={1}>
            <th>{words.columns.when}</th>
            <th className="wide">{words.columns.who}</th>
            <th>{words.columns.what}</th>
            <th className="wide">{words.columns.object}</th>
            <th className="wide">{words.columns.from}</th>
          </tr>
        </thead>
        <tbody style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const event = events[index]
            return event === undefined ? null : (
              <Row
                key={event.sequence}
                event={event}
                index={index}
                start={start}
                filters={filters}
              />
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Row({
  event,
  index,
  start,
  filters,
}: {
  readonly event: AuditEvent
  readonly index: number
  readonly start: number
  readonly filters: AuditFilters
}) {
  const action = words.actions[event.action] ?? event.action
  const what = event.element === '' ? action : `${action}: ${event.element}`
  const object = `${event.typeLabel} · ${event.objectName || event.objectId}`
  return (
    <tr
      className="ww-row item"
      aria-rowindex={index + 2}
      data-index={index}
      style={{ height: rowHeight, transform: `translateY(${start}px)` }}
    >
      <td>
        <Moment at={event.at} />
      </td>
      <td className="wide" title={event.loginName}>
        {event.who || event.loginName || words.nobody}
      </td>
      <td title={`${what}, ${object}`}>
        <AccountLink to="/audit" search={{ ...filters, event: event.sequence }} resetScroll={false}>
          {what}
          <span className="ww-also">{` · ${object}`}</span>
        </AccountLink>
      </td>
      <td className="wide" title={object}>
        {object}
      </td>
      <td className="wide">{event.address}</td>
    </tr>
  )
}
