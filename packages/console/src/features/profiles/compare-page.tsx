import { Anchor, Group, MultiSelect, Stack, Switch, Text, TextInput } from '@mantine/core'
import { IconCheck, IconLock, IconMinus, IconSearch } from '@tabler/icons-react'
import { parseRoleTypeId } from '@watchword/protocol/api/permission-packages.ts'
import type { Profile } from '@watchword/protocol/api/profile.ts'
import { Fragment, useDeferredValue, useState } from 'react'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useConfigs } from '../people/config.ts'
import { type Cell, cellOf, differing, type MatrixGroup, matrixOf, searched } from './matrix.ts'
import { profileMenuWords } from './messages.ts'
import { profileWords } from './words.ts'

const words = profileWords.matrix

/** As many as can be read side by side at first. */
const mostAtFirst = 5

/** Who may do what: packages down, profiles across. */
export function ComparePage() {
  const query = useConfigs<Profile>('profiles')
  return (
    <Page
      title={words.title}
      lead={words.lead}
      crumbs={[{ label: profileMenuWords.title, to: '/profiles' }]}
    >
      <QueryView query={query} height={640}>
        {(profiles) => <Compare profiles={profiles} />}
      </QueryView>
    </Page>
  )
}

function Compare({ profiles }: { readonly profiles: readonly Profile[] }) {
  const [chosen, setChosen] = useState(() =>
    profiles.slice(0, mostAtFirst).map(({ id }) => `${id}`),
  )
  const [onlyDiffering, setOnlyDiffering] = useState(false)
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search)
  const shown = chosen.flatMap((id) => profiles.filter((profile) => `${profile.id}` === id))
  const roles = shown.flatMap(({ roleTypeId }) => parseRoleTypeId(roleTypeId) ?? [])
  const all = searched(matrixOf(roles, profileWords.core), wanted)
  const groups = onlyDiffering ? differing(all, shown) : all
  return (
    <Stack>
      <Group align="flex-end">
        <MultiSelect
          label={words.which}
          data={profiles.map(({ id, name }) => ({ value: `${id}`, label: name }))}
          value={chosen}
          onChange={setChosen}
          searchable
          flex={2}
          miw={260}
        />
        <TextInput
          type="search"
          label={profileWords.search}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          flex={1}
          miw={200}
        />
      </Group>
      <Group justify="space-between">
        <Switch
          label={words.differing}
          checked={onlyDiffering}
          onChange={({ currentTarget }) => setOnlyDiffering(currentTarget.checked)}
        />
        <Legend />
      </Group>
      {shown.length === 0 || groups.length === 0 ? (
        <Text role="status">{shown.length === 0 ? words.nothing : words.same}</Text>
      ) : (
        <Matrix groups={groups} profiles={shown} />
      )}
    </Stack>
  )
}

function Legend() {
  const entries = [
    ['on', words.legend],
    ['locked', words.legendLocked],
    ['off', words.legendOff],
    ['none', words.legendNone],
  ] as const
  return (
    <Group gap="md">
      {entries.map(([cell, text]) => (
        <Group key={cell} gap={6} wrap="nowrap">
          <Sign cell={cell} />
          <Text size="xs" c="dimmed">
            {text}
          </Text>
        </Group>
      ))}
    </Group>
  )
}

/** A sign beside which its word stands for who cannot see it. */
function Sign({ cell }: { readonly cell: Cell }) {
  switch (cell) {
    case 'on':
      return <IconCheck size={18} stroke={2.4} aria-hidden="true" className="ww-yes" />
    case 'locked':
      return <IconLock size={16} aria-hidden="true" className="ww-yes" />
    case 'off':
      return <IconMinus size={16} aria-hidden="true" className="ww-quiet" />
    case 'none':
      return <span aria-hidden="true" className="ww-hatched" />
  }
}

function Matrix({
  groups,
  profiles,
}: {
  readonly groups: readonly MatrixGroup[]
  readonly profiles: readonly Profile[]
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll it
    <section className="ww-card ww-matrix" aria-label={words.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.package}</th>
            {profiles.map((profile) => (
              <th key={profile.id} scope="col">
                <Anchor
                  size="sm"
                  fw={600}
                  renderRoot={(props) => <AccountLink to={`/profiles/${profile.id}`} {...props} />}
                >
                  {profile.name}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {profileWords.roles[profile.roleTypeId]?.[0]}
                </Text>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ topic, rows }) => (
            <Fragment key={topic}>
              <tr>
                <th className="ww-matrix-topic" scope="rowgroup" colSpan={profiles.length + 1}>
                  {profileWords.topics[topic]}
                </th>
              </tr>
              {rows.map((row) => (
                <tr key={row.name}>
                  <th className="ww-matrix-name" scope="row">
                    {row.name}
                  </th>
                  {profiles.map((profile) => {
                    const cell = cellOf(row, profile)
                    return (
                      <td key={profile.id} className="ww-cell" title={words.cells[cell]}>
                        <Sign cell={cell} />
                        <span className="ww-unseen">{words.cells[cell]}</span>
                      </td>
                    )
                  })}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}
