import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { AddressRange } from './fields.ts'
import { settingWords } from './messages.ts'
import type { RangeFault } from './patch.ts'

const words = settingWords.ranges

/** Addresses from where users may log in, each with what it is. */
export function RangeList({
  ranges,
  error,
  atRanges,
  onChange,
}: {
  readonly ranges: readonly AddressRange[]
  readonly error: ReactNode
  /** Where it is, once there is an error. */
  readonly atRanges: ReadonlyMap<number, RangeFault>
  readonly onChange: (ranges: readonly AddressRange[]) => void
}) {
  // Rows keep their place in the page while others are taken away.
  const [ids, setIds] = useState<readonly number[]>([])
  const hasError = error !== undefined && error !== null
  const faults = hasError ? atRanges : new Map<number, RangeFault>()
  const keys = ranges.map((_, index) => ids[index] ?? index)
  function change(index: number, part: Partial<AddressRange>) {
    onChange(ranges.map((range, at) => (at === index ? { ...range, ...part } : range)))
  }
  return (
    <Stack
      gap="sm"
      role="group"
      aria-label={settingWords.settings['accessRestrictions.ranges']?.label}
    >
      {ranges.length === 0 ? (
        <Text size="sm" c="dimmed">
          {words.empty}
        </Text>
      ) : null}
      {ranges.map(({ range, description }, index) => (
        <Group key={keys[index]} gap="xs" wrap="nowrap" align="flex-start">
          <Group gap="xs" flex={1} align="flex-start">
            <TextInput
              flex="1 1 14rem"
              aria-label={words.range(index + 1)}
              placeholder={words.rangeHint}
              value={range}
              onChange={({ currentTarget }) => change(index, { range: currentTarget.value.trim() })}
              autoComplete="off"
              spellCheck={false}
              error={faults.get(index)?.range ?? (hasError && faults.size === 0)}
              errorProps={{ role: 'alert' }}
            />
            <TextInput
              flex="1 1 10rem"
              aria-label={words.description(index + 1)}
              placeholder={words.descriptionHint}
              value={description}
              onChange={({ currentTarget }) => change(index, { description: currentTarget.value })}
              error={faults.get(index)?.description}
              errorProps={{ role: 'alert' }}
            />
          </Group>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={words.remove(range)}
            onClick={() => {
              setIds(keys.filter((_, at) => at !== index))
              onChange(ranges.filter((_, at) => at !== index))
            }}
          >
            <IconTrash size={16} aria-hidden="true" />
          </ActionIcon>
        </Group>
      ))}
      {!hasError || faults.size > 0 ? null : (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {error}
        </Text>
      )}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => {
            setIds([...keys, Math.max(-1, ...keys) + 1])
            onChange([...ranges, { range: '', description: '' }])
          }}
        >
          {words.add}
        </Button>
      </Group>
    </Stack>
  )
}
