import { Checkbox, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { CataloguePackage, RoleTypeId } from '@watchword/protocol/api/permission-packages.ts'
import { useState } from 'react'
import { matrixOf, searched } from './matrix.ts'
import { isEffective } from './topics.ts'
import { profileWords as words } from './words.ts'

/** The packages of a role by topic, with what each allows here. Without `onToggle` they are only looked at. */
export function PackageChoice({
  role,
  enabled,
  onToggle,
}: {
  readonly role: RoleTypeId
  readonly enabled: readonly number[]
  readonly onToggle?: (id: number, on: boolean) => void
}) {
  const [search, setSearch] = useState('')
  const all = matrixOf([role], words.core)
  const groups = searched(all, search)
  const total = all.flatMap(({ rows }) => rows).length
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <Stack gap={2}>
          <Title order={2} size="h4">
            {words.packages}
          </Title>
          <Text size="sm" c="dimmed" role="status">
            {words.chosen(enabled.length, total)}
          </Text>
        </Stack>
        <TextInput
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          onKeyDown={(event) => {
            // Searching is not saving.
            if (event.key === 'Enter') event.preventDefault()
          }}
          w={{ base: '100%', xs: 260 }}
        />
      </Group>
      <Text size="sm" c="dimmed">
        {words.packagesLead}
      </Text>
      {groups.length === 0 ? <Text role="status">{words.nothingFound}</Text> : null}
      {groups.map(({ topic, rows }) => (
        <Paper key={topic} className="ww-card" p="md" component="fieldset" m={0}>
          <Stack gap="sm">
            <Text component="legend" fw={600} size="sm" px={4}>
              {words.topics[topic]}
            </Text>
            {rows.map(({ name, packages: [one] }) =>
              one === undefined ? null : (
                <One
                  key={one.id}
                  name={name}
                  one={one}
                  on={one.core || enabled.includes(one.id)}
                  onToggle={onToggle}
                />
              ),
            )}
          </Stack>
        </Paper>
      ))}
    </Stack>
  )
}

function One({
  name,
  one,
  on,
  onToggle,
}: {
  readonly name: string
  readonly one: CataloguePackage
  readonly on: boolean
  readonly onToggle: ((id: number, on: boolean) => void) | undefined
}) {
  const effect = words.effects[one.id] ?? (isEffective(one) || one.core ? '' : words.elsewhere)
  const told = [`${one.id}`, one.core ? words.locked : '', effect].filter((part) => part !== '')
  return (
    <Checkbox
      label={name}
      description={told.join(' · ')}
      checked={on}
      disabled={one.core || onToggle === undefined}
      onChange={({ currentTarget }) => onToggle?.(one.id, currentTarget.checked)}
    />
  )
}
