import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconColumns3, IconPlus } from '@tabler/icons-react'
import type { Profile } from '@watchword/protocol/api/profile.ts'
import { useMe } from '#api/context.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Column } from '#ui/table-types.ts'
import { useConfigs } from '../people/config.ts'
import { enabledIn } from './matrix.ts'
import { profileMenuWords } from './messages.ts'
import { editableRoles, roleIds } from './profile.ts'
import { profileWords as words } from './words.ts'

/** All profiles, and what the roles are that they choose from. */
export function ProfilesPage() {
  const query = useConfigs<Profile>('profiles')
  return (
    <Page title={profileMenuWords.title} lead={profileMenuWords.lead} actions={<Actions />}>
      <QueryView query={query} height={280}>
        {(profiles) => (
          <DataTable
            label={profileMenuWords.title}
            rows={profiles}
            rowId={rowId}
            columns={columns}
          />
        )}
      </QueryView>
      <Roles />
    </Page>
  )
}

function Actions() {
  const mayAdd = editableRoles(useMe().packages).length > 0
  return (
    <>
      <LinkButton
        to="/profiles/compare"
        variant="default"
        leftSection={<IconColumns3 size={16} aria-hidden="true" />}
      >
        {words.compare}
      </LinkButton>
      {mayAdd ? (
        <LinkButton to="/profiles/new" leftSection={<IconPlus size={16} aria-hidden="true" />}>
          {words.add}
        </LinkButton>
      ) : null}
    </>
  )
}

const rowId = ({ id }: Profile) => `${id}`

const roleName = ({ roleTypeId, roleTypeName }: Profile) =>
  words.roles[roleTypeId]?.[0] ?? roleTypeName ?? `${roleTypeId}`

const columns: readonly Column<Profile>[] = [
  {
    key: 'name',
    title: words.columns.name,
    text: ({ name }) => name,
    show: ({ id, name }) => <AccountLink to={`/profiles/${id}`}>{name}</AccountLink>,
    width: 'minmax(8rem, 2fr)',
  },
  { key: 'role', title: words.columns.role, text: roleName, width: 'minmax(7rem, 1fr)' },
  {
    key: 'packages',
    title: words.columns.packages,
    text: (profile) => enabledIn(profile).length,
    show: (profile) =>
      words.packagesOf(enabledIn(profile).length, profile.permissionPackages?.length ?? 0),
    width: '7rem',
    wide: true,
  },
  {
    key: 'users',
    title: words.columns.users,
    text: ({ numOfAssignedUsers = 0 }) => numOfAssignedUsers,
    width: '4.5rem',
  },
]

function Roles() {
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {words.rolesTitle}
      </Title>
      <Text c="dimmed" maw="44rem">
        {words.rolesLead}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        {roleIds.map((id) => (
          <Paper key={id} className="ww-card" p="md">
            <Text fw={600}>{words.roles[id]?.[0]}</Text>
            <Text size="sm" c="dimmed">
              {words.roles[id]?.[1]}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
    </Stack>
  )
}
