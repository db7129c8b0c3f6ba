import { Alert, SimpleGrid, Stack } from '@mantine/core'
import { IconAlertTriangle, IconEdit, IconLock } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useMay, useMe } from '#api/context.tsx'
import { ago } from '#ui/ago.ts'
import { LinkButton } from '#ui/link-button.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { UserClaims } from './claims-card.tsx'
import { userWords } from './messages.ts'
import { type ReadUser, useDirectory, useLocked, useUser } from './queries.ts'
import { reachOf } from './reach.ts'
import { UserActions } from './user-actions.tsx'
import { ProfilesCard, UserFacts } from './user-facts.tsx'
import { UserSessions } from './user-sessions.tsx'
import type { Directory } from './user-types.ts'

const words = userWords.page

/** One user: who they are, what they may do, where they are signed in, and what can be done about it. */
export function UserPage() {
  const { id } = useParams({ from: '/$accountId/users/$id' })
  const user = useUser(id)
  const directory = useDirectory()
  if (user.data === undefined || directory.data === undefined) {
    const waiting = user.data === undefined ? user : directory
    return (
      <Page title={userWords.one} crumbs={[{ label: userWords.title, to: '/users' }]}>
        <QueryView query={waiting as typeof user} height={600}>
          {() => null}
        </QueryView>
      </Page>
    )
  }
  return <Shown key={id} read={user.data} directory={directory.data} />
}

function Shown({ read, directory }: { readonly read: ReadUser; readonly directory: Directory }) {
  const me = useMe()
  const { user } = read
  const seesSessions = useMay('sessions:others') || user.id === me.userId
  const mayEdit = reachOf({ me, ...directory }).mayEdit(user)
  return (
    <Page
      title={user.nickname || user.loginName}
      lead={user.nickname ? user.loginName : undefined}
      crumbs={[{ label: userWords.title, to: '/users' }]}
      actions={
        <>
          <UserActions read={read} directory={directory} mayEdit={mayEdit} />
          {mayEdit ? (
            <LinkButton
              to={`/users/${user.id}/edit`}
              leftSection={<IconEdit size={16} aria-hidden="true" />}
            >
              {words.edit}
            </LinkButton>
          ) : null}
        </>
      }
    >
      <Stack gap="lg">
        <Warnings read={read} />
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
          <UserFacts user={user} directory={directory} />
          <Stack gap="lg">
            <ProfilesCard user={user} directory={directory} />
            <UserClaims userId={user.id} mayEdit={mayEdit} />
          </Stack>
        </SimpleGrid>
        {seesSessions ? <UserSessions user={user} /> : null}
      </Stack>
    </Page>
  )
}

function Warnings({ read: { user } }: { readonly read: ReadUser }) {
  const locked = useLocked()
  const until = locked.get(user.id)
  return (
    <>
      {user.isEnabled === true ? null : (
        <Alert
          color="yellow"
          title={words.disabledTitle}
          icon={<IconAlertTriangle size={20} aria-hidden="true" />}
        >
          {words.disabledLead}
        </Alert>
      )}
      {until === undefined ? null : (
        <Alert
          color="red"
          title={words.lockedTitle}
          icon={<IconLock size={20} aria-hidden="true" />}
        >
          {until === null ? words.lockedForever : words.locked(ago(Date.parse(until), Date.now()))}
        </Alert>
      )}
    </>
  )
}
