import { Anchor, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi, useMay } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { notifyDone } from '#ui/notify.tsx'
import { AccountLink } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { type Kind, pathOf } from './calls.ts'
import { keys } from './config.ts'
import { MemberList, type Members } from './members.tsx'
import { peopleWords as words } from './messages.ts'
import type { Named, Use } from './uses.ts'

type Props = {
  readonly kind: Kind
  readonly object: { readonly id: number; readonly name: string }
  /** The users who refer to it, in each way. */
  readonly members: readonly Members[]
  /** What else refers to it; `undefined`: it is being asked. */
  readonly uses: readonly Use[] | undefined
  /** May the user delete it? */
  readonly mayRemove: boolean
  /** The page of the list. */
  readonly backTo: string
  /** Why it stays, whoever uses it. */
  readonly stays?: string
}

/** Who and what refers to an object, by name, and its deletion, which the API refuses as long as anything does. */
export function UsedBy({ kind, object, members, uses, mayRemove, backTo, stays }: Props) {
  const mayRead = useMay('users:read')
  const isUnused = uses?.length === 0 && (!mayRead || members.every(isNobody))
  const isFree = isUnused && stays === undefined
  return (
    <Paper className="ww-card" p="lg">
      <Stack>
        <Title order={2} size="h4">
          {words.usedBy}
        </Title>
        {mayRead ? members.map((some) => <MemberList key={some.label} {...some} />) : null}
        {uses?.map((use) => (
          <UseList key={use.label} use={use} />
        ))}
        {isUnused && mayRead ? <Text size="sm">{words.unused}</Text> : null}
        {mayRead ? null : <Text size="sm">{words.unknown}</Text>}
        {!mayRemove ? null : isFree ? (
          <Remove kind={kind} object={object} backTo={backTo} />
        ) : (
          <Text size="sm" c="dimmed">
            {stays ?? words.inUse}
          </Text>
        )}
      </Stack>
    </Paper>
  )
}

function isNobody({ query }: Members): boolean {
  return query.data?.total === 0
}

const mostNamed = 20

function UseList({ use: { label, names } }: { readonly use: Use }) {
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500}>
        {label} ({names.length})
      </Text>
      <List size="sm">
        {names.slice(0, mostNamed).map((one) => (
          <List.Item key={`${one.to} ${one.name}`} style={{ overflowWrap: 'anywhere' }}>
            <Name {...one} />
          </List.Item>
        ))}
        {names.length > mostNamed ? (
          <List.Item>{words.more(names.length - mostNamed)}</List.Item>
        ) : null}
      </List>
    </Stack>
  )
}

function Name({ name, to }: Named) {
  if (to === undefined) return name
  return (
    <Anchor size="sm" renderRoot={(props) => <AccountLink to={to} {...props} />}>
      {name}
    </Anchor>
  )
}

function Remove({ kind, object, backTo }: Pick<Props, 'kind' | 'object' | 'backTo'>) {
  const api = useApi()
  const client = useQueryClient()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const [fault, setFault] = useState<unknown>()

  async function remove() {
    const { id, name } = object
    const question = {
      title: words.removeTitle(name),
      lead: words.removeLead,
      action: words.remove,
    }
    if (!(await confirm(question))) return
    setFault(undefined)
    try {
      await api.call('DELETE', pathOf(kind, id), { query: { v: '4.0' } })
      const to = `/$accountId${backTo}` as '/$accountId'
      await navigate({ to, params: { accountId: api.accountId } })
      client.removeQueries({ queryKey: keys.one(kind, id) })
      await client.invalidateQueries({ queryKey: keys.all })
      notifyDone(common.deleted(name))
    } catch (thrown) {
      // Somebody began to use it meanwhile: who, is asked again.
      await client.invalidateQueries({ queryKey: keys.all })
      setFault(thrown)
    }
  }

  return (
    <Stack gap="sm">
      <ProblemAlert fault={fault} />
      <Group>
        <Button variant="default" onClick={remove}>
          {words.remove}
        </Button>
      </Group>
    </Stack>
  )
}
