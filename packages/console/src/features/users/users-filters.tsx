import { Button, Select } from '@mantine/core'
import { useMay } from '#api/context.tsx'
import { groupOptions } from './groups.ts'
import { countFilters, kinds, states, type UserSearch } from './list-filters.ts'
import { userWords } from './messages.ts'
import type { Directory } from './user-types.ts'

const words = userWords.filters

type Change = { readonly [K in keyof UserSearch]?: UserSearch[K] | undefined }

/** What the list is narrowed by, beside its search. */
export function UsersFilters({
  search,
  directory,
  onChange,
}: {
  readonly search: UserSearch
  readonly directory: Directory
  readonly onChange: (change: Change) => void
}) {
  const seesLocked = useMay('statistics:read')
  const count = countFilters(search)
  return (
    <>
      <Filter
        label={words.state}
        value={search.state}
        data={states
          .filter((state) => state !== 'locked' || seesLocked)
          .map((value) => ({ value, label: userWords.states[value] }))}
        onChange={(value) => onChange({ state: states.find((one) => one === value) })}
      />
      <Filter
        label={words.kind}
        value={search.kind}
        data={kinds.map((value) => ({ value, label: userWords.kinds[value] }))}
        onChange={(value) => onChange({ kind: kinds.find((one) => one === value) })}
      />
      <Filter
        label={words.profile}
        value={textOf(search.profile)}
        data={directory.profiles.map(({ id, name }) => ({ value: `${id}`, label: name }))}
        onChange={(value) => onChange({ profile: idOf(value) })}
      />
      <Filter
        label={words.group}
        value={textOf(search.group)}
        data={groupOptions(directory.groups)}
        onChange={(value) => onChange({ group: idOf(value) })}
      />
      {count === 0 ? null : (
        <Button
          variant="subtle"
          onClick={() => onChange({ state: undefined, kind: undefined, ...noIds })}
        >
          {words.clear}
        </Button>
      )}
    </>
  )
}

const noIds = { profile: undefined, group: undefined, skill: undefined }

function Filter({
  label,
  value,
  data,
  onChange,
}: {
  readonly label: string
  readonly value: string | undefined
  readonly data: readonly { readonly value: string; readonly label: string }[]
  readonly onChange: (value: string | null) => void
}) {
  return (
    <Select
      aria-label={label}
      placeholder={label}
      value={value ?? null}
      data={[...data]}
      onChange={onChange}
      clearable
      clearButtonProps={{ 'aria-label': `${words.clear}: ${label}` }}
      searchable={data.length > 8}
      limit={200}
      w={{ base: 'calc(50% - 0.5rem)', sm: 128 }}
      comboboxProps={{ width: 260, position: 'bottom-start' }}
    />
  )
}

function idOf(value: string | null): number | undefined {
  return value === null ? undefined : Number(value)
}

function textOf(id: number | undefined): string | undefined {
  return id === undefined ? undefined : `${id}`
}
