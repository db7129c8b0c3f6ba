import { Group, Stack, Text, Title } from '@mantine/core'
import { IconArrowRight, IconKey, IconPlus, IconZoomQuestion } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useMay } from '#api/context.tsx'
import { number } from '#messages/catalogue.ts'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Column } from '#ui/table-types.ts'
import type { Key } from './key-form.ts'
import { KeyMark } from './key-mark.tsx'
import { type KeyState, keyStateOf } from './key-state.ts'
import { momentOf } from './key-time.ts'
import { apiKeyWords as words } from './messages.ts'
import { useKeys, useKeyUsage } from './queries.ts'
import { callsOf, type UsageOfKey } from './usage.ts'

/** The account's keys, each with how it is used. */
export function ApiKeysTab() {
  const query = useKeys()
  const usage = useKeyUsage()
  return (
    <Stack>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} flex={1} miw={240}>
          <Title order={2} size="h4">
            {words.title}
          </Title>
          <Text size="sm" c="dimmed">
            {words.lead}
          </Text>
        </Stack>
        <Tools />
      </Group>
      <QueryView query={query} height={220}>
        {(keys) =>
          keys.length === 0 ? (
            <EmptyState
              icon={<IconKey />}
              title={words.empty.title}
              lead={words.empty.lead}
              action={<AddButton />}
            />
          ) : (
            <List keys={keys} usage={usage.data?.keys} />
          )
        }
      </QueryView>
    </Stack>
  )
}

function Tools() {
  const mayExplain = useMay('explain')
  return (
    <Group gap="xs">
      {mayExplain ? (
        <LinkButton
          to="/data-sources/api-keys/explain"
          variant="default"
          leftSection={<IconZoomQuestion size={16} aria-hidden="true" />}
        >
          {words.explain}
        </LinkButton>
      ) : null}
      <LinkButton
        to="/data-sources/api-keys/migration"
        variant="default"
        leftSection={<IconArrowRight size={16} aria-hidden="true" />}
      >
        {words.migrate}
      </LinkButton>
      <AddButton />
    </Group>
  )
}

function AddButton() {
  const mayWrite = useMay('apiKeys:write')
  if (!mayWrite) return null
  return (
    <LinkButton
      to="/data-sources/api-keys/new"
      leftSection={<IconPlus size={16} aria-hidden="true" />}
    >
      {words.add}
    </LinkButton>
  )
}

/** A key beside its use; until that is known, it is told by the key alone. */
type Row = { readonly key: Key; readonly usage: UsageOfKey | undefined; readonly state: KeyState }

function List({
  keys,
  usage,
}: {
  readonly keys: readonly Key[]
  readonly usage: readonly UsageOfKey[] | undefined
}) {
  const rows = useMemo(() => {
    const now = Date.now()
    const byId = new Map(usage?.map((one) => [one.keyId, one]))
    return keys.map((key): Row => {
      const own = byId.get(key.keyId)
      return { key, usage: own, state: keyStateOf(key, own?.lastUsedAt, now) }
    })
  }, [keys, usage])
  return (
    <DataTable
      label={words.title}
      rows={rows}
      columns={columns}
      rowId={({ key }) => key.keyId}
      columnsKept="api-keys"
    />
  )
}

const { columns: titles } = words

const columns: readonly Column<Row>[] = [
  {
    key: 'name',
    title: titles.name,
    width: 'minmax(8rem, 2fr)',
    text: ({ key }) => `${key.appName} ${key.appDescription}`,
    show: ({ key }) => (
      <AccountLink to={`/data-sources/api-keys/${encodeURIComponent(key.keyId)}`}>
        {key.appName}
      </AccountLink>
    ),
  },
  {
    key: 'state',
    title: titles.state,
    width: 'minmax(7rem, 1fr)',
    text: ({ state }) => words.states[state],
    show: ({ state }) => <KeyMark state={state} />,
  },
  {
    key: 'calls',
    title: titles.calls,
    width: 'minmax(7rem, 0.8fr)',
    wide: true,
    text: ({ usage }) => (usage === undefined ? '' : callsOf(usage)),
    show: ({ usage }) => (usage === undefined ? '' : number(callsOf(usage))),
  },
  {
    key: 'used',
    title: titles.lastUsed,
    width: 'minmax(7rem, 1fr)',
    ...{ wide: true, sortOnly: true },
    text: ({ usage }) => Date.parse(usage?.lastUsedAt ?? '') || 0,
    show: ({ usage }) => (usage === undefined ? '' : <Moment at={usage.lastUsedAt} />),
  },
  {
    key: 'ends',
    title: titles.ends,
    width: 'minmax(7rem, 1fr)',
    ...{ wide: true, sortOnly: true },
    text: ({ key }) => momentOf(key.expirationTime) ?? Number.MAX_SAFE_INTEGER,
    show: ({ key }) =>
      key.expirationTime === null ? words.noEnd : <Moment at={momentOf(key.expirationTime)} />,
  },
  {
    key: 'from',
    title: titles.limits,
    width: 'minmax(6rem, 0.8fr)',
    wide: true,
    text: ({ key: { ipRanges } }) =>
      ipRanges.length === 0 ? words.anywhere : words.ranges(ipRanges.length),
  },
  {
    key: 'keyId',
    title: titles.keyId,
    width: 'minmax(8rem, 1.2fr)',
    wide: true,
    hidden: true,
    text: ({ key }) => key.keyId,
    show: ({ key }) => <span className="ww-mono">{key.keyId}</span>,
  },
]
