import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import type { OpenSession } from '@watchword/protocol/api/session.ts'
import { useApi, useMay } from '#api/context.tsx'
import { browserOf } from '#ui/browser-of.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { Moment } from '#ui/moment.tsx'
import { notifyDone, notifyProblem } from '#ui/notify.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { grantNames } from './breaks.ts'
import { userWords } from './messages.ts'
import { ownPath } from './paths.ts'
import { useGrantsOf, userKeys, useSessionsOf, useUserCache } from './queries.ts'
import { Card } from './user-facts.tsx'
import type { FullUser } from './user-types.ts'

const words = userWords.page

/** Where a user is signed in, and the way to end it. */
export function UserSessions({ user }: { readonly user: FullUser }) {
  const api = useApi()
  const cache = useUserCache()
  const confirm = useConfirm()
  const sessions = useSessionsOf(user.id, true)
  const grants = useGrantsOf(user.id, useMay('sessions:others'))

  async function end(session: OpenSession) {
    try {
      await api.call('DELETE', `${ownPath}/sessions/${session.id}`)
      notifyDone(words.sessionEnded)
    } catch (fault) {
      notifyProblem(fault)
    }
    await cache.refresh(userKeys.sessions(user.id))
  }

  async function signOut() {
    const yes = await confirm({
      title: words.signOutTitle(user.loginName),
      lead: words.signOutLead,
      breaks: [
        userWords.breaks.sessions(sessions.data?.total ?? 0),
        ...grantNames(grants.data?.grants).map(userWords.breaks.grant),
      ],
      action: words.signOutEverywhere,
    })
    if (!yes) return
    try {
      const path = `${ownPath}/users/${user.id}/sessions`
      const { body } = await api.call<{ readonly ended: number }>('DELETE', path)
      notifyDone(words.signedOut(body.ended))
    } catch (fault) {
      notifyProblem(fault)
    }
    await cache.refresh(['users'])
  }

  return (
    <Card title={words.sessions}>
      <QueryView query={sessions} height={80}>
        {({ sessions: open }) =>
          open.length === 0 ? (
            <Text size="sm" c="dimmed">
              {words.noSessions}
            </Text>
          ) : (
            <Stack gap="sm">
              <ul className="ww-plain">
                {open.map((session) => (
                  <Session key={session.id} session={session} onEnd={() => end(session)} />
                ))}
              </ul>
              <Group>
                <Button variant="default" size="xs" onClick={signOut}>
                  {words.signOutEverywhere}
                </Button>
              </Group>
            </Stack>
          )
        }
      </QueryView>
    </Card>
  )
}

function Session({
  session,
  onEnd,
}: {
  readonly session: OpenSession
  readonly onEnd: () => void
}) {
  const { address, userAgent, createdAt, lastUsedAt, current } = session
  const where = `${browserOf(userAgent)} · ${address}`
  return (
    <li>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <div>
          <Group gap="xs">
            <Text size="sm" fw={500} title={userAgent}>
              {where}
            </Text>
            {current ? (
              <Badge size="sm" variant="outline" tt="none">
                {words.current}
              </Badge>
            ) : null}
          </Group>
          <Text size="sm" c="dimmed">
            {words.opened} <Moment at={createdAt} />, {words.lastUsed} <Moment at={lastUsedAt} />
          </Text>
        </div>
        <Button
          size="xs"
          variant="default"
          onClick={onEnd}
          aria-label={words.endSessionOf(`${where}, ${createdAt}`)}
        >
          {words.endSession}
        </Button>
      </Group>
    </li>
  )
}
