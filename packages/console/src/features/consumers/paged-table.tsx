import { Button, Group, Stack } from '@mantine/core'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { DataTable } from '#ui/data-table.tsx'
import type { Column } from '#ui/table-types.ts'
import { consumerWords } from './messages.ts'

/** A list that the API gives page by page: what was read, and a button for more. */
export function PagedTable<Row>({
  query,
  ...list
}: {
  readonly query: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
  >
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly rowId: (row: Row) => string
}) {
  return (
    <Stack gap="xs">
      <DataTable {...list} />
      {query.hasNextPage ? (
        <Group justify="center">
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => query.fetchNextPage()}
          >
            {consumerWords.more}
          </Button>
        </Group>
      ) : null}
    </Stack>
  )
}
