import { Anchor, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useMay } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { tellerOf } from './conflict.ts'
import { userWords } from './messages.ts'
import { useLocked } from './queries.ts'
import { StateBadge } from './state-badge.tsx'
import { type Directory, type FullUser, isBot, momentOf } from './user-types.ts'
import { hasRole, roleIds, valuesOf } from './user-values.ts'

const words = userWords.page

type Shown = { readonly user: FullUser; readonly directory: Directory }

/** A part of the page, with its heading. */
export function Card({
  title,
  children,
}: {
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <Stack className="ww-card" p="lg" gap="sm" component="section">
      <Title order={2} size="h4">
        {title}
      </Title>
      {children}
    </Stack>
  )
}

/** What is known of a user. */
export function UserFacts({ user, directory }: Shown) {
  const locked = useLocked()
  const tell = tellerOf(directory, common.none)
  const values = valuesOf(user, directory.profiles)
  const facts: readonly (readonly [string, ReactNode])[] = [
    [userWords.columns.state, <StateBadge key="" user={user} isLocked={locked.has(user.id)} />],
    [userWords.columns.loginName, user.loginName],
    [userWords.columns.email, user.email || common.none],
    ...(isBot(user) ? [[words.key, <Code key="">{user.allowedAppKeys}</Code>] as const] : []),
    ...(hasRole(values, roleIds.agent)
      ? ([
          [words.group, tell('memberOf', user.memberOf)],
          [userWords.form.skills, tell('skillIds', user.skillIds)],
          [userWords.form.maxChats, user.maxChats ?? 0],
        ] as const)
      : []),
    ...(hasRole(values, roleIds.agentManager)
      ? [[words.manages, tell('managerOf', user.managerOf)] as const]
      : []),
    [userWords.form.lobs, tell('lobIds', user.lobIds)],
    ...(user.mobileNumber ? [[userWords.form.mobileNumber, user.mobileNumber] as const] : []),
    ...(user.description ? [[userWords.form.description, user.description] as const] : []),
    ...(isBot(user) ? [] : [[words.passwordSince, <PasswordSince key="" user={user} />] as const]),
    [words.created, <Moment key="" at={momentOf(user.dateCreated)} />],
    [words.updated, <Moment key="" at={momentOf(user.dateUpdated)} />],
    [words.id, <Code key="">{user.id}</Code>],
    [words.pid, <Code key="">{user.pid}</Code>],
  ]
  return (
    <Card title={words.facts}>
      <dl className="ww-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <AuditLink user={user} />
    </Card>
  )
}

function Code({ children }: { readonly children: ReactNode }) {
  return <span className="ww-mono">{children}</span>
}

function PasswordSince({ user }: { readonly user: FullUser }) {
  return (
    <>
      <Moment at={momentOf(user.lastPwdChangeDate)} />
      {user.changePwdNextLogin === true ? (
        <Text size="xs" c="dimmed">
          {words.mustChange}
        </Text>
      ) : null}
    </>
  )
}

/** What was done to this user. */
function AuditLink({ user }: { readonly user: FullUser }) {
  const may = useMay('audit:read')
  if (!may) return null
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => (
        <AccountLink to="/audit" search={{ object: `user:${user.id}` }} {...props} />
      )}
    >
      {words.audit}
    </Anchor>
  )
}

/** What a user may do: the profiles, each with its role. */
export function ProfilesCard({ user, directory }: Shown) {
  const held = new Set(user.profileIds)
  return (
    <Card title={words.profiles}>
      <ul className="ww-plain">
        {directory.profiles
          .filter(({ id }) => held.has(id))
          .map(({ id, name, description, roleTypeId }) => (
            <li key={id}>
              <Anchor
                size="sm"
                renderRoot={(props) => <AccountLink to={`/profiles/${id}`} {...props} />}
              >
                {name}
              </Anchor>
              <Text size="sm" c="dimmed">
                {[userWords.roles[roleTypeId], description].filter(Boolean).join(' · ')}
              </Text>
            </li>
          ))}
      </ul>
    </Card>
  )
}
