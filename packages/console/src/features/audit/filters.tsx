import { Button, Group, NativeSelect, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFilter } from '@tabler/icons-react'
import { componentLabels } from '@watchword/protocol/api/audit-components.ts'
import { type KeyboardEvent, useState } from 'react'
import { auditWords } from './messages.ts'
import { daysOfPeriod, periodNames, periodOf } from './period.ts'
import { type AuditFilters, auditActions, countFilters } from './search.ts'

const words = auditWords.filters

type Change = (
  change: {
    readonly [K in keyof AuditFilters]?: AuditFilters[K] | undefined
  },
) => void

/** What is looked for. Texts count once Enter is pressed or their field is left. */
export function Filters({
  filters,
  onChange,
  onClear,
}: {
  readonly filters: AuditFilters
  readonly onChange: Change
  readonly onClear: () => void
}) {
  const { action, address, object, automatic } = filters
  const hasMore = [action, address, object, automatic].some((value) => value !== undefined)
  const [isWide, { toggle }] = useDisclosure(hasMore)
  const held = countFilters(filters)
  return (
    <Stack component="section" className="ww-card" p="md" gap="sm" aria-label={words.title}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" verticalSpacing="sm">
        <Period filters={filters} onChange={onChange} />
        <Words name="who" filters={filters} onChange={onChange} hint={words.whoHint} />
        <NativeSelect
          label={words.type}
          value={filters.type ?? ''}
          onChange={({ currentTarget }) => onChange({ type: currentTarget.value || undefined })}
          data={[
            { value: '', label: words.anyType },
            ...Object.entries(componentLabels).map(([value, label]) => ({ value, label })),
          ]}
        />
        <Words name="text" filters={filters} onChange={onChange} />
        {isWide ? <More filters={filters} onChange={onChange} /> : null}
      </SimpleGrid>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconFilter size={16} aria-hidden="true" />}
          onClick={toggle}
          aria-expanded={isWide}
        >
          {isWide ? words.fewer : words.more}
        </Button>
        {held === 0 ? null : (
          <Button size="compact-sm" variant="subtle" onClick={onClear}>
            {`${words.clear} ${words.held(held)}`}
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function More({
  filters,
  onChange,
}: {
  readonly filters: AuditFilters
  readonly onChange: Change
}) {
  return (
    <>
      <TextInput
        type="date"
        label={words.from}
        value={filters.from ?? ''}
        max={filters.to}
        onChange={({ currentTarget }) => onChange({ from: currentTarget.value || undefined })}
      />
      <TextInput
        type="date"
        label={words.to}
        value={filters.to ?? ''}
        min={filters.from}
        onChange={({ currentTarget }) => onChange({ to: currentTarget.value || undefined })}
      />
      <NativeSelect
        label={words.action}
        value={filters.action ?? ''}
        onChange={({ currentTarget }) => onChange({ action: currentTarget.value || undefined })}
        data={[
          { value: '', label: words.anyAction },
          ...auditActions.map((value) => ({ value, label: auditWords.actions[value] ?? value })),
        ]}
      />
      <Words name="object" filters={filters} onChange={onChange} hint={words.objectHint} />
      <Words name="address" filters={filters} onChange={onChange} hint={words.addressHint} />
      <Switch
        mt={{ base: 0, xs: 28 }}
        label={words.automatic}
        checked={filters.automatic !== false}
        onChange={({ currentTarget }) =>
          onChange({ automatic: currentTarget.checked ? undefined : false })
        }
      />
    </>
  )
}

function Period({
  filters,
  onChange,
}: {
  readonly filters: AuditFilters
  readonly onChange: Change
}) {
  const now = new Date()
  const { from, to } = filters
  const value = periodOf(filters, now)
  function choose(name: string) {
    const days = daysOfPeriod(name, now)
    if (days !== undefined) onChange(days)
  }
  return (
    <NativeSelect
      label={words.period}
      value={value}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
      data={[
        { value: 'all', label: words.periods.all },
        ...periodNames.map((name) => ({ value: name, label: words.periods[name] })),
        ...(value === 'own' ? [{ value: 'own', label: `${from ?? '…'} – ${to ?? '…'}` }] : []),
      ]}
    />
  )
}

function Words({
  name,
  filters,
  onChange,
  hint,
}: {
  readonly name: 'who' | 'text' | 'object' | 'address'
  readonly filters: AuditFilters
  readonly onChange: Change
  readonly hint?: string
}) {
  const held = filters[name] ?? ''
  const [typed, setTyped] = useState({ held, text: held })
  // The address changed by a link or by going back: what was typed before is no longer it.
  const text = typed.held === held ? typed.text : held
  const commit = () => {
    if (text.trim() !== held) onChange({ [name]: text.trim() || undefined })
  }
  return (
    <TextInput
      label={words[name]}
      placeholder={hint}
      value={text}
      onChange={({ currentTarget }) => setTyped({ held, text: currentTarget.value })}
      onBlur={commit}
      onKeyDown={({ key }: KeyboardEvent) => {
        if (key === 'Enter') commit()
      }}
      autoComplete="off"
      spellCheck={false}
    />
  )
}
