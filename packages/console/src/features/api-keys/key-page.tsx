import { Button, Group, Stack, Switch, Text, Title } from '@mantine/core'
import { IconEdit, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '#api/context.tsx'
import { number } from '#messages/catalogue.ts'
import { common } from '#messages/common.ts'
import { CopyField } from '#ui/copy-field.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Key } from './key-form.ts'
import { KeyMark } from './key-mark.tsx'
import { keyStateOf } from './key-state.ts'
import { momentOf } from './key-time.ts'
import { KeyUse } from './key-use.tsx'
import { KeySample } from './key-values-once.tsx'
import { apiKeyWords as words } from './messages.ts'
import { allowedBy } from './privileges.ts'
import { useKey, useKeyUsage } from './queries.ts'
import { Refusals } from './refusals.tsx'
import { RerollDialog } from './reroll-dialog.tsx'
import type { UsageOfKey } from './usage.ts'
import { useKeyChanges } from './use-key-changes.ts'
import './key-page.css'

/** One key: what it may do, how it is used, and what can be done to it. */
export function KeyPage() {
  const { keyId = '' } = useParams({ strict: false })
  const query = useKey(keyId)
  const usage = useKeyUsage()
  const mayWrite = useMay('apiKeys:write')
  const key = query.data?.value
  const own = usage.data?.keys.find((one) => one.keyId === keyId)
  return (
    <Page
      title={key?.appName ?? words.title}
      lead={key?.appDescription === '' ? undefined : key?.appDescription}
      crumbs={[{ label: words.title, to: '/data-sources/api-keys' }]}
      actions={mayWrite && key !== undefined ? <Actions apiKey={key} usage={own} /> : undefined}
    >
      <QueryView query={query} height={420}>
        {({ value }) => (
          <Stack gap="xl">
            <About apiKey={value} usage={own} />
            <Permissions apiKey={value} />
            <QueryView query={usage} height={345}>
              {({ from, to }) => <KeyUse usage={own} from={from} to={to} keyId={keyId} />}
            </QueryView>
            <Refusals keyId={keyId} usage={own} />
            <Sample apiKey={value} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

type Shown = { readonly apiKey: Key; readonly usage: UsageOfKey | undefined }

function Actions({ apiKey, usage }: Shown) {
  const { setEnabled, remove } = useKeyChanges()
  const [isRerolling, setRerolling] = useState(false)
  return (
    <>
      <Switch
        label={words.key.enabled}
        checked={apiKey.enabled}
        onChange={({ currentTarget }) => void setEnabled(apiKey, currentTarget.checked, usage)}
        mr="sm"
      />
      <Button
        leftSection={<IconEdit size={16} aria-hidden="true" />}
        renderRoot={(props) => (
          <AccountLink
            to={`/data-sources/api-keys/${encodeURIComponent(apiKey.keyId)}/edit`}
            {...props}
          />
        )}
      >
        {words.edit}
      </Button>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden="true" />}
        onClick={() => setRerolling(true)}
      >
        {words.reroll.action}
      </Button>
      <Button
        variant="default"
        leftSection={<IconTrash size={16} aria-hidden="true" />}
        onClick={() => void remove(apiKey, usage)}
      >
        {common.actions.delete}
      </Button>
      <RerollDialog apiKey={apiKey} opened={isRerolling} onClose={() => setRerolling(false)} />
    </>
  )
}

function About({ apiKey, usage }: Shown) {
  const { keyId, ipRanges, callsPerMinute, expirationTime, rerollOverlapUntil } = apiKey
  const rows = [
    [words.columns.state, <KeyMark key="s" state={stateOf(apiKey, usage)} />],
    [words.columns.lastUsed, <LastUse key="u" usage={usage} />],
    [words.key.created, <Moment key="c" at={momentOf(apiKey.creationTime)} />],
    [
      words.columns.ends,
      expirationTime === null ? words.noEnd : <Moment key="e" at={momentOf(expirationTime)} />,
    ],
    [words.key.from, ipRanges.length === 0 ? words.anywhere : ipRanges.join(', ')],
    [words.key.rate, callsPerMinute === null ? words.key.noLimit : number(callsPerMinute)],
    ...(rerollOverlapUntil === null
      ? []
      : [[words.key.overlap, <Moment key="o" at={momentOf(rerollOverlapUntil)} />] as const]),
  ] as const
  return (
    <Stack component="section" className="ww-card" p="md" aria-label={words.key.about}>
      <CopyField label={words.values.keyId} value={keyId} />
      <dl className="ww-key-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Stack>
  )
}

function stateOf(key: Key, usage: UsageOfKey | undefined) {
  return keyStateOf(key, usage?.lastUsedAt, Date.now())
}

function LastUse({ usage }: { readonly usage: UsageOfKey | undefined }) {
  if (usage === undefined) return <span>…</span>
  const { lastUsedAt, lastUsedAddress } = usage
  return (
    <>
      <Moment at={lastUsedAt} />
      {lastUsedAddress === null ? '' : `, ${lastUsedAddress}`}
    </>
  )
}

function Permissions({ apiKey }: { readonly apiKey: Key }) {
  const allowed = allowedBy(apiKey.privileges, words.tree.other)
  return (
    <Stack component="section" gap="sm" aria-label={words.key.may}>
      <Title order={2} size="h4">
        {words.key.may}
      </Title>
      {allowed.length === 0 ? <Text>{words.key.mayNothing}</Text> : null}
      <div className="ww-allowed">
        {allowed.map(({ category, apis }) => (
          <Stack key={category} gap={4} className="ww-card" p="md">
            <Title order={3} size="h6">
              {category}
            </Title>
            <ul>
              {apis.map(({ name, types }) => (
                <li key={name}>
                  {name} <span>{types.join(', ')}</span>
                </li>
              ))}
            </ul>
          </Stack>
        ))}
      </div>
    </Stack>
  )
}

function Sample({ apiKey }: { readonly apiKey: Key }) {
  const { keyId, privileges } = apiKey
  return (
    <Stack component="section" gap="sm" aria-label={words.key.sample}>
      <Group gap={4} style={{ flexDirection: 'column', alignItems: 'flex-start' }}>
        <Title order={2} size="h4">
          {words.key.sample}
        </Title>
        <Text size="sm" c="dimmed">
          {words.key.sampleLead}
        </Text>
      </Group>
      <KeySample credentials={{ keyId }} privileges={privileges} />
    </Stack>
  )
}
