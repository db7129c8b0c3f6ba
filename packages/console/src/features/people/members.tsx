import { Anchor, Button, Group, List, Stack, Text } from '@mantine/core'
import {
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query'
import type { UserMembers } from '@watchword/protocol/api/user-report.ts'
import { useRef } from 'react'
import { useApi, useMay } from '#api/context.tsx'
import { number } from '#messages/catalogue.ts'
import { AccountLink } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Kind } from './calls.ts'
import { firstPart, type KnownMembers, type Member, membersIn, partAfter } from './member-pages.ts'
import { peopleWords as words } from './messages.ts'

/** Whose users: those who refer to an object; of a group, its members or its managers. */
type MembersOf = { readonly by: Kind; readonly id: number; readonly managers?: true }

/** Users of an object under their heading, for those who may read them: who may not, is told of nobody. */
export type Members = {
  readonly label: string
  /** Without data they are being asked for, or may not be known. */
  readonly query: UseInfiniteQueryResult<KnownMembers>
}

export function useMembers(label: string, { by, id, managers }: MembersOf): Members {
  const api = useApi()
  const enabled = useMay('users:read')
  const query = useInfiniteQuery({
    queryKey: ['people', 'members', by, id, managers === true],
    initialPageParam: firstPart,
    queryFn: ({ pageParam, signal }) =>
      api.get<UserMembers>('/api/account/{accountId}/watchword/users/members', {
        query: { by, id, managers, ...pageParam },
        signal,
      }),
    getNextPageParam: (last, _, part) => partAfter(last, part),
    select: ({ pages }) => membersIn(pages),
    enabled,
  })
  return { label, query }
}

/** How many there are and the first of them, and a button for more; nothing, if there is nobody. */
export function MemberList({ label, query }: Members) {
  const area = useRef<HTMLDivElement>(null)
  /** Whoever asked goes on at the first of them: the button may be gone. */
  const showMore = async (shown: number) => {
    await query.fetchNextPage()
    setTimeout(() => area.current?.querySelectorAll<HTMLElement>('li a')[shown]?.focus())
  }
  return (
    <QueryView query={query as UseQueryResult<KnownMembers>} height={80}>
      {({ total, users }) =>
        total === 0 ? null : (
          <Stack gap={4} ref={area}>
            <Text size="sm" fw={500}>
              {label} ({number(total)})
            </Text>
            <List size="sm" aria-label={label}>
              {users.map((user) => (
                <List.Item key={user.id} style={{ overflowWrap: 'anywhere' }}>
                  <MemberName user={user} />
                </List.Item>
              ))}
            </List>
            {query.isFetchNextPageError ? <ProblemAlert fault={query.error} /> : null}
            {query.hasNextPage ? (
              <Group>
                <Button
                  size="xs"
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => showMore(users.length)}
                >
                  {words.showMore(total - users.length, label)}
                </Button>
              </Group>
            ) : null}
          </Stack>
        )
      }
    </QueryView>
  )
}

function MemberName({ user: { id, loginName, nickname, isEnabled } }: { readonly user: Member }) {
  return (
    <>
      <Anchor
        size="sm"
        underline="always"
        renderRoot={(props) => <AccountLink to={`/users/${id}`} {...props} />}
      >
        {loginName}
      </Anchor>
      <Text span size="sm" c="dimmed">
        {nickname === '' || nickname === loginName ? '' : ` · ${nickname}`}
        {isEnabled ? '' : ` · ${words.disabled}`}
      </Text>
    </>
  )
}
