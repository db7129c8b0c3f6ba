import { Badge, Text } from '@mantine/core'
import { type UseQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import type { KeptErasure } from '@watchword/protocol/api/consumer-erasure.ts'
import { useApi } from '#api/context.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Column } from '#ui/table-types.ts'
import { consumerWords } from './messages.ts'
import { PagedTable } from './paged-table.tsx'
import { erasuresQuery } from './queries.ts'
import { rowsOf } from './shown.ts'

const words = consumerWords.erasures

const columns: readonly Column<KeptErasure>[] = [
  {
    key: 'when',
    title: words.when,
    text: ({ erasedAt }) => erasedAt,
    width: 'minmax(8rem, 1fr)',
    show: ({ erasedAt }) => <Moment at={erasedAt} />,
  },
  {
    key: 'intact',
    title: words.intact,
    text: ({ intact }) => (intact ? words.yes : words.no),
    width: 'minmax(8rem, 1fr)',
    show: ({ intact }) =>
      intact ? (
        words.yes
      ) : (
        <Badge color="red.8" tt="none">
          {words.no}
        </Badge>
      ),
  },
  {
    key: 'ids',
    title: words.ids,
    text: ({ consumerIds }) => consumerIds.length,
    width: 'minmax(4rem, 0.4fr)',
    wide: true,
  },
  {
    key: 'rows',
    title: words.rows,
    text: ({ removed }) => rowsOf(removed),
    width: 'minmax(6rem, 0.6fr)',
    wide: true,
  },
  {
    key: 'number',
    title: words.number,
    text: ({ id }) => id,
    width: 'minmax(10rem, 1.6fr)',
    show: ({ id }) => <span className="ww-mono">{id}</span>,
    wide: true,
  },
  {
    key: 'event',
    title: words.event,
    text: ({ auditSequence }) => auditSequence,
    width: 'minmax(5rem, 0.5fr)',
    show: ({ auditSequence }) => (
      <AccountLink to="/audit" search={{ type: 'ACConsumerObject', event: auditSequence }}>
        {auditSequence}
      </AccountLink>
    ),
    wide: true,
  },
]

const idOf = ({ id }: KeptErasure) => id

/** Receipts of erasures, and whether each is still what was written. */
export function ErasuresTab() {
  const query = useInfiniteQuery(erasuresQuery(useApi()))
  const rows = query.data?.pages.flatMap(({ erasures }) => erasures) ?? []
  return (
    <QueryView query={query as UseQueryResult<unknown>} height={420}>
      {() =>
        rows.length === 0 ? (
          <Text>{words.empty}</Text>
        ) : (
          <PagedTable query={query} label={words.list} rows={rows} columns={columns} rowId={idOf} />
        )
      }
    </QueryView>
  )
}
