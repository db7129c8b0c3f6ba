import './home.css'
import { Group, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClock } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { AccountAttention } from '@watchword/protocol/api/statistics.ts'
import { common } from '#messages/common.ts'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { type AttentionShown, attentionShown, isForGood, type Told } from './attention.ts'
import { words as all } from './page-messages.ts'

const words = all.attention

/** What of the account may need a hand, each with the page where it is mended. */
export function AttentionPanel({ query }: { readonly query: UseQueryResult<AccountAttention> }) {
  return (
    <Stack component="section" gap="sm" aria-label={words.title}>
      <Title order={2} size="h4">
        {words.title}
      </Title>
      <QueryView query={query} height={78}>
        {({ attention }) => <Groups attention={attention} />}
      </QueryView>
    </Stack>
  )
}

function Groups({ attention }: { readonly attention: AccountAttention['attention'] }) {
  const shown = attentionShown(attention)
  if (shown.length === 0) {
    return (
      <Group className="ww-card" p="md" gap="md" wrap="nowrap" align="flex-start">
        <ThemeIcon size={32} radius="xl" variant="light" color="teal" aria-hidden="true">
          <IconCircleCheck size={20} />
        </ThemeIcon>
        <div>
          <Text fw={500}>{words.calm}</Text>
          <Text size="sm" c="dimmed">
            {words.calmLead}
          </Text>
        </div>
      </Group>
    )
  }
  return (
    <ul className="ww-list ww-card">
      {shown.map((one) => (
        <Kind key={one.kind} {...one} />
      ))}
    </ul>
  )
}

function Kind({ kind, about, total, items, more }: AttentionShown) {
  return (
    <li>
      <ThemeIcon
        size={32}
        radius="xl"
        variant="light"
        color={about.urgent ? 'red' : 'yellow'}
        role="img"
        aria-label={about.urgent ? words.urgent : words.soon}
      >
        {about.urgent ? <IconAlertTriangle size={18} /> : <IconClock size={18} />}
      </ThemeIcon>
      <div style={{ minWidth: 0 }}>
        <Title order={3} size="md" fw={600}>
          {words.kinds[kind](total)}
        </Title>
        <Text size="sm" c="dimmed">
          {words.leads[kind]}
        </Text>
        <ul className="ww-things">
          {items.map(({ id, name, at }) => (
            <li key={id}>
              <AccountLink to={about.to(id)}>{name}</AccountLink>{' '}
              <Text span size="sm" c="dimmed">
                <Beside told={about.told} at={at} />
              </Text>
            </li>
          ))}
          {more === 0 ? null : (
            <li>
              <AccountLink to={about.all}>{words.more(more)}</AccountLink>
            </li>
          )}
        </ul>
      </div>
    </li>
  )
}

function Beside({ told, at }: { readonly told: Told; readonly at: string | null }) {
  if (told === 'nothing') return null
  if (told === 'lockedUntil' && isForGood(at, Date.now())) return words.forGood
  return (
    <>
      {words[told]} {at === null ? common.never : <Moment at={at} />}
    </>
  )
}
