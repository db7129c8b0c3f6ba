import { Anchor, Drawer, Group, List, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useApi } from '#api/context.tsx'
import { CodeSample } from '#ui/code-sample.tsx'
import { CopyValue } from '#ui/copy-field.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { DiffView } from './diff-view.tsx'
import { type AuditEvent, changedTogether } from './event.ts'
import { auditWords } from './messages.ts'
import { eventQuery, sameRequestQuery } from './queries.ts'
import { type AuditFilters, objectText } from './search.ts'

const words = auditWords.event

/** One event beside the list. It has an address, and so can be sent to somebody. */
export function EventDrawer({
  sequence,
  onClose,
}: {
  readonly sequence: number | undefined
  readonly onClose: () => void
}) {
  return (
    <Drawer
      opened={sequence !== undefined}
      onClose={onClose}
      title={sequence === undefined ? '' : words.title(sequence)}
      size="lg"
    >
      {sequence === undefined ? null : <Body key={sequence} sequence={sequence} />}
    </Drawer>
  )
}

function Body({ sequence }: { readonly sequence: number }) {
  const query = useQuery(eventQuery(useApi(), sequence))
  return (
    <QueryView query={query} height={480}>
      {(event) => (event === null ? <Text>{words.lost}</Text> : <Event event={event} />)}
    </QueryView>
  )
}

function Event({ event }: { readonly event: AuditEvent }) {
  const { data } = useQuery(sameRequestQuery(useApi(), event))
  const { together, besides } = changedTogether(event, data?.events ?? [])
  const { at: _, typeLabel: __, ...kept } = event
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <Title order={3} size="h5">
          {words.changed}
        </Title>
        <DiffView events={together} />
      </Stack>
      {besides.length === 0 ? null : <Besides events={besides} />}
      <Stack gap="xs">
        <Title order={3} size="h5">
          {words.about}
        </Title>
        <About event={event} />
      </Stack>
      <Stack gap="xs">
        <Title order={3} size="h5">
          {words.raw}
        </Title>
        <CodeSample
          samples={[{ title: words.raw, code: JSON.stringify({ at: event.at, ...kept }, null, 2) }]}
        />
      </Stack>
    </Stack>
  )
}

function Besides({ events }: { readonly events: readonly AuditEvent[] }) {
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {words.besides}
      </Title>
      <List size="sm">
        {events.map(({ sequence, action, element, typeLabel, objectName, objectId }) => (
          <List.Item key={sequence}>
            <Filtered filters={{}} event={sequence}>
              {`${auditWords.actions[action] ?? action}: ${typeLabel} · ${objectName || objectId}`}
              {element === '' ? '' : `, ${element}`}
            </Filtered>
          </List.Item>
        ))}
      </List>
    </Stack>
  )
}

function About({ event }: { readonly event: AuditEvent }) {
  const who = event.who || event.loginName || auditWords.nobody
  return (
    <Table fz="sm" verticalSpacing="xs" layout="fixed">
      <Table.Tbody>
        <Line label={words.when}>
          <span>
            {new Date(event.at).toLocaleString()} (<Moment at={event.at} />)
          </span>
        </Line>
        <Line label={words.who}>
          {who === event.loginName || event.loginName === '' ? who : `${who} (${event.loginName})`}
          {event.loginName === '' ? null : (
            <Filtered filters={{ who: event.loginName }}>{words.allOfWho}</Filtered>
          )}
        </Line>
        <Line label={words.how}>{event.authType || words.unknown}</Line>
        {event.profiles.length === 0 ? null : (
          <Line label={words.profiles}>{event.profiles.join(', ')}</Line>
        )}
        <Line label={words.object}>
          {`${event.typeLabel} · ${event.objectName || event.objectId}`}
          <Filtered filters={{ object: objectText(event.type, event.objectId) }}>
            {words.allOfObject}
          </Filtered>
        </Line>
        <Line label={words.action}>{auditWords.actions[event.action] ?? event.action}</Line>
        <Line label={words.address}>
          {event.address || words.unknown}
          {event.address === '' ? null : (
            <Filtered filters={{ address: event.address }}>{words.allFromAddress}</Filtered>
          )}
        </Line>
        <Line label={words.agent}>{event.userAgent || words.unknown}</Line>
        <Line label={words.request}>
          {event.requestId === '' ? (
            words.unknown
          ) : (
            <Group gap="xs" wrap="nowrap">
              <span className="ww-mono">{event.requestId}</span>
              <CopyValue label={words.request} value={event.requestId} />
            </Group>
          )}
        </Line>
      </Table.Tbody>
    </Table>
  )
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" w="7.5rem" style={{ verticalAlign: 'top' }}>
        {label}
      </Table.Th>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Stack gap={2} align="flex-start">
          {children}
        </Stack>
      </Table.Td>
    </Table.Tr>
  )
}

/** To the trail, looked through by something of this event. */
function Filtered({
  filters,
  event,
  children,
}: {
  readonly filters: AuditFilters
  readonly event?: number
  readonly children: ReactNode
}) {
  const search = event === undefined ? filters : { ...filters, event }
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => <AccountLink to="/audit" search={search} {...props} />}
    >
      {children}
    </Anchor>
  )
}
