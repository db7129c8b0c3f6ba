import { Button, Group, Modal, Stack, Table, Text } from '@mantine/core'
import { common } from '#messages/common.ts'

const words = common.conflict

/** One thing that differs, in words. */
export type Difference = { readonly field: string; readonly mine: string; readonly theirs: string }

/**
 * Somebody else changed the same object (412): both versions side by side, and the choice. It never writes by itself.
 */
export function ConflictChoice({
  differences,
  onKeepMine,
  onTakeTheirs,
  onClose,
}: {
  /** `undefined`: closed. */
  readonly differences: readonly Difference[] | undefined
  readonly onKeepMine: () => void
  readonly onTakeTheirs: () => void
  readonly onClose: () => void
}) {
  return (
    <Modal opened={differences !== undefined} onClose={onClose} title={words.title} size="lg">
      <Stack>
        <Text>{words.lead}</Text>
        {differences?.length === 0 ? <Text c="dimmed">{words.same}</Text> : null}
        {differences === undefined || differences.length === 0 ? null : (
          <Table.ScrollContainer
            minWidth={480}
            scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
          >
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.field}</Table.Th>
                  <Table.Th>{words.mine}</Table.Th>
                  <Table.Th>{words.theirs}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {differences.map(({ field, mine, theirs }) => (
                  <Table.Tr key={field}>
                    <Table.Th scope="row">{field}</Table.Th>
                    <Table.Td>{mine}</Table.Td>
                    <Table.Td>{theirs}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onTakeTheirs}>
            {words.takeTheirs}
          </Button>
          <Button onClick={onKeepMine}>{words.keepMine}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** What differs between two versions of an object, for the named members only. */
export function differencesOf<T extends object>(
  mine: T,
  theirs: T,
  labels: Readonly<Partial<Record<keyof T & string, string>>>,
): readonly Difference[] {
  return Object.entries(labels).flatMap(([name, label]) => {
    const [one, other] = [tell(mine[name as keyof T]), tell(theirs[name as keyof T])]
    return one === other ? [] : [{ field: `${label}`, mine: one, theirs: other }]
  })
}

function tell(value: unknown): string {
  if (value === undefined || value === null || value === '') return common.none
  if (typeof value === 'boolean') return value ? common.yes : common.no
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`
}
