import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ConsumerEvents } from '@watchword/protocol/api/consumer-tokens.ts'
import { useApi } from '#api/context.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Column } from '#ui/table-types.ts'
import { consumerWords } from './messages.ts'
import { shortId } from './person.ts'
import { eventsQuery } from './queries.ts'

const words = consumerWords.events

type Row = ConsumerEvents['events'][number]

const columns: readonly Column<Row>[] = [
  {
    key: 'who',
    title: words.who,
    text: ({ consumerId, sid }) => consumerId ?? sid ?? '',
    width: 'minmax(9rem, 1.2fr)',
    show: ({ consumerId, type }) => <Consumer id={consumerId} isGone={type === erased} />,
  },
  {
    key: 'what',
    title: words.what,
    text: ({ type }) => words.types[type] ?? type,
    width: 'minmax(8rem, 1.2fr)',
  },
  {
    key: 'to',
    title: words.to,
    text: ({ toConsumerId }) => toConsumerId ?? '',
    width: 'minmax(9rem, 1.2fr)',
    show: ({ toConsumerId }) =>
      toConsumerId === undefined ? '' : <Consumer id={toConsumerId} isGone={false} />,
    wide: true,
  },
  {
    key: 'when',
    title: words.when,
    text: ({ at }) => at,
    width: 'minmax(8rem, 1fr)',
    show: ({ at }) => <Moment at={at} />,
    wide: true,
  },
]

const erased = 'consumer.erased'
const idOf = ({ sequence }: Row) => `${sequence}`

function Consumer({ id, isGone }: { readonly id: string | undefined; readonly isGone: boolean }) {
  if (id === undefined) return <>{words.session}</>
  if (isGone) return <span className="ww-mono">{shortId(id)}</span>
  return (
    <AccountLink to={`/consumers/${id}`} className="ww-mono">
      {shortId(id)}
    </AccountLink>
  )
}

/** What other services are told of consumers. */
export function EventsTab() {
  const query = useQuery(eventsQuery(useApi()))
  return (
    <QueryView query={query} height={420}>
      {({ events, isWhole }) =>
        events.length === 0 ? (
          <Text>{words.empty}</Text>
        ) : (
          <>
            <DataTable label={words.list} rows={events} columns={columns} rowId={idOf} />
            {isWhole ? null : <Text size="sm">{words.notWhole}</Text>}
          </>
        )
      }
    </QueryView>
  )
}
