import {
  ActionIcon,
  Button,
  Checkbox,
  CloseButton,
  Group,
  Popover,
  Stack,
  Text,
  TextInput,
} from '@mantine/core'
import { IconColumns3, IconSearch } from '@tabler/icons-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { common } from '#messages/common.ts'
import type { Selection } from './table-types.ts'

const words = common.table

/** Above a list: the search, what its page filters by, the columns, and how many rows there are. */
export function TableTools({
  label,
  search,
  onSearch,
  onDown,
  filters,
  columns,
  count,
}: {
  readonly label: string
  readonly search: string
  readonly onSearch: (search: string) => void
  /** Arrow down: on to the rows. */
  readonly onDown: () => void
  readonly filters: ReactNode
  readonly columns: ReactNode
  readonly count: string
}) {
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ArrowDown') onDown()
    else if (event.key === 'Escape' && search !== '') onSearch('')
    else return
    event.preventDefault()
  }
  return (
    <Group gap="sm">
      <TextInput
        aria-label={`${common.actions.search}: ${label}`}
        placeholder={common.actions.search}
        leftSection={<IconSearch size={16} aria-hidden="true" />}
        value={search}
        onChange={({ currentTarget }) => onSearch(currentTarget.value)}
        onKeyDown={onKeyDown}
        rightSection={
          search === '' ? null : (
            <CloseButton size="sm" aria-label={common.actions.clear} onClick={() => onSearch('')} />
          )
        }
        flex="1 1 11rem"
        maw={360}
      />
      {filters}
      {columns}
      <Text size="sm" c="dimmed" role="status" aria-live="polite" ml="auto">
        {count}
      </Text>
    </Group>
  )
}

/** Which columns are shown. The first one always is. */
export function ColumnChoice({
  columns,
  hidden,
  onChange,
}: {
  readonly columns: readonly { readonly key: string; readonly title: string }[]
  readonly hidden: ReadonlySet<string>
  readonly onChange: (hidden: ReadonlySet<string>) => void
}) {
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={36}
          visibleFrom="sm"
          aria-label={words.columns}
          title={words.columns}
        >
          <IconColumns3 size={18} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          {columns.slice(1).map(({ key, title }) => (
            <Checkbox
              key={key}
              label={title}
              checked={!hidden.has(key)}
              onChange={({ currentTarget }) => {
                const next = new Set(hidden)
                if (currentTarget.checked) next.delete(key)
                else next.add(key)
                onChange(next)
              }}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

/** What can be done with the rows that were chosen. Nothing is there until one is. */
export function SelectionBar<Row>({
  selection: { selected, onChange, actions },
  shown,
}: {
  readonly selection: Selection<Row>
  /** How many of them a search or a filter leaves to be seen: the others are told, because actions reach them too. */
  readonly shown: number
}) {
  if (selected.size === 0) return null
  const notShown = selected.size - shown
  return (
    <Group gap="xs" role="group" aria-label={words.selection} className="ww-selection">
      <Text size="sm" fw={500} role="status">
        {words.selected(selected.size)}
        {notShown === 0 ? '' : ` ${words.notShown(notShown)}`}
      </Text>
      {actions}
      <Button variant="subtle" size="xs" onClick={() => onChange(new Set())}>
        {words.clearSelection}
      </Button>
    </Group>
  )
}
