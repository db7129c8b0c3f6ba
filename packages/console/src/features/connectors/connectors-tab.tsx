import { Badge, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconBug, IconId, IconPlus } from '@tabler/icons-react'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { ConnectorStatuses } from '@watchword/protocol/api/connector-report.ts'
import type { ReactNode } from 'react'
import { useMay } from '#api/context.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link-button.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { ConsumerPolicy } from './consumer-policy.tsx'
import './connectors.css'
import { healthOf } from './health.ts'
import { HealthMark } from './health-mark.tsx'
import { issuerLine } from './issuer-line.ts'
import { connectorWords as words } from './messages.ts'
import { methodOf } from './method.ts'
import { useConnectors, useStatuses } from './queries.ts'

/** The account's ways in for consumers, each with how it does. */
export function ConnectorsTab() {
  const query = useConnectors()
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
        <Group gap="xs">
          <DebugButton />
          <AddButton />
        </Group>
      </Group>
      <QueryView query={query} height={220}>
        {(connectors) => <List connectors={connectors} />}
      </QueryView>
      <ConsumerPolicy />
    </Stack>
  )
}

function AddButton() {
  const mayWrite = useMay('connectors:write')
  if (!mayWrite) return null
  return (
    <LinkButton
      to="/data-sources/connectors/new"
      leftSection={<IconPlus size={16} aria-hidden="true" />}
    >
      {words.add}
    </LinkButton>
  )
}

function DebugButton() {
  return (
    <LinkButton
      to="/data-sources/connectors/debugger"
      variant="default"
      leftSection={<IconBug size={16} aria-hidden="true" />}
    >
      {words.debug}
    </LinkButton>
  )
}

function List({ connectors }: { readonly connectors: readonly ConnectorObject[] }) {
  const statuses = useStatuses()
  const onlyAnonymous = connectors.every(({ type }) => type === 0)
  return (
    <Stack>
      <ul className="ww-card ww-list" aria-label={words.title}>
        {connectors.map((connector) => (
          <Row key={connector.id} connector={connector}>
            {statuses.isPending ? (
              <Skeleton width={150} height={40} />
            ) : (
              <RowStatus status={statuses.data?.get(connector.id)} />
            )}
          </Row>
        ))}
      </ul>
      {onlyAnonymous ? (
        <EmptyState
          icon={<IconId />}
          title={words.onlyAnonymous.title}
          lead={words.onlyAnonymous.lead}
          action={<AddButton />}
        />
      ) : null}
    </Stack>
  )
}

function Row({
  connector,
  children,
}: {
  readonly connector: ConnectorObject
  readonly children: ReactNode
}) {
  const { id, name, configuration } = connector
  const method = methodOf(connector)
  return (
    <li className="ww-list-row">
      <Stack gap={2} flex="1 1 17rem" miw={0}>
        <Group gap="xs">
          <AccountLink to={`/data-sources/connectors/${id}`} className="ww-list-link">
            {name}
          </AccountLink>
          <Badge variant="default" tt="none" fw={500}>
            {words.methods[method]}
          </Badge>
          {configuration.preferred ? (
            <Badge variant="light" tt="none" fw={500}>
              {words.preferred}
            </Badge>
          ) : null}
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {issuerLine(connector)}
        </Text>
      </Stack>
      {children}
    </li>
  )
}

/** Without one, it is not known: it was added this moment, or the server was not reached. */
function RowStatus({
  status,
}: {
  readonly status: ConnectorStatuses['statuses'][number] | undefined
}) {
  if (status === undefined) return null
  return (
    <Stack gap={0} miw={150}>
      <HealthMark health={healthOf(status)} />
      {status.lastVerifiedAt === null ? null : (
        <Text size="xs" c="dimmed">
          {words.lastSuccess} <Moment at={status.lastVerifiedAt} />
        </Text>
      )}
      {status.lastRefused === null ? null : (
        <Text size="xs" c="dimmed">
          {words.lastFailure} <Moment at={status.lastRefused.lastAt} />
        </Text>
      )}
    </Stack>
  )
}
