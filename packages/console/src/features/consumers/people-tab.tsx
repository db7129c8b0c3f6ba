import { Stack } from '@mantine/core'
import { IconUserQuestion } from '@tabler/icons-react'
import { type UseQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import type { ConsumerList } from '@watchword/protocol/api/consumer.ts'
import { useApi, useMay } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Column } from '#ui/table-types.ts'
import { FindPerson } from './find-person.tsx'
import { consumerWords as words } from './messages.ts'
import { PagedTable } from './paged-table.tsx'
import { shortId } from './person.ts'
import { PersonCard } from './person-card.tsx'
import { listQuery } from './queries.ts'

type Row = ConsumerList['consumers'][number]

const columns: readonly Column<Row>[] = [
  {
    key: 'id',
    title: words.columns.id,
    text: ({ consumerId }) => consumerId,
    width: 'minmax(9rem, 1.2fr)',
    show: ({ consumerId }) => (
      <AccountLink to={`/consumers/${consumerId}`} className="ww-mono">
        {shortId(consumerId)}
      </AccountLink>
    ),
  },
  {
    key: 'kind',
    title: words.columns.kind,
    text: ({ kind }) => words.kinds[kind] ?? kind,
    width: 'minmax(9rem, 1.4fr)',
  },
  {
    key: 'acr',
    title: words.columns.acr,
    text: ({ acr }) => (acr === '0' ? common.no : common.yes),
    width: 'minmax(6rem, 0.7fr)',
    wide: true,
  },
  {
    key: 'created',
    title: words.columns.created,
    text: ({ createdAt }) => createdAt,
    width: 'minmax(8rem, 1fr)',
    show: ({ createdAt }) => <Moment at={createdAt} />,
    wide: true,
  },
  {
    key: 'seen',
    title: words.columns.seen,
    text: ({ lastSeenAt }) => lastSeenAt,
    width: 'minmax(8rem, 1fr)',
    show: ({ lastSeenAt }) => <Moment at={lastSeenAt} />,
    wide: true,
  },
  {
    key: 'loggedOut',
    title: words.columns.loggedOut,
    text: ({ loggedOutAt }) => loggedOutAt ?? '',
    width: 'minmax(8rem, 1fr)',
    show: ({ loggedOutAt }) => (loggedOutAt === undefined ? '' : <Moment at={loggedOutAt} />),
    wide: true,
  },
]

const idOf = ({ consumerId }: Row) => consumerId

/** Who was here, finding one by a name, and for administrators erasing and exporting a person. */
export function PeopleTab() {
  const query = useInfiniteQuery(listQuery(useApi()))
  const isAdministrator = useMay('consumers:write')
  const rows = query.data?.pages.flatMap(({ consumers }) => consumers) ?? []
  return (
    <Stack gap="lg">
      <FindPerson />
      <QueryView query={query as UseQueryResult<unknown>} height={420}>
        {() =>
          rows.length === 0 ? (
            <EmptyState
              icon={<IconUserQuestion />}
              title={words.empty.title}
              lead={words.empty.lead}
              action={
                <LinkButton to="/data-sources" variant="default">
                  {words.empty.action}
                </LinkButton>
              }
            />
          ) : (
            <PagedTable
              query={query}
              label={words.list}
              rows={rows}
              columns={columns}
              rowId={idOf}
            />
          )
        }
      </QueryView>
      {isAdministrator ? <PersonCard /> : null}
    </Stack>
  )
}
