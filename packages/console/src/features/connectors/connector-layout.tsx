import { Badge, Group, Text } from '@mantine/core'
import { Outlet } from '@tanstack/react-router'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { CopyValue } from '#ui/copy-field.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { DeleteConnector } from './delete-connector.tsx'
import { issuerLine } from './issuer-line.ts'
import { connectorWords as words } from './messages.ts'
import { type Method, methodOf } from './method.ts'
import { useConnector } from './queries.ts'
import { useConnectorId } from './use-connector-id.ts'
import './connectors.css'

/** One connector: its name and its tabs, each of which has an address. */
export function ConnectorLayout() {
  const id = useConnectorId()
  const query = useConnector(id)
  const connector = query.data?.value
  return (
    <Page
      title={connector?.name ?? words.one}
      lead={connector === undefined ? undefined : <About connector={connector} />}
      crumbs={[{ label: words.title, to: '/data-sources/connectors' }]}
      actions={connector === undefined ? undefined : <DeleteConnector connector={connector} />}
    >
      <QueryView query={query} height={480}>
        {({ value }) => (
          <>
            <Tabs id={id} method={methodOf(value)} />
            <Outlet />
          </>
        )}
      </QueryView>
    </Page>
  )
}

function About({ connector }: { readonly connector: ConnectorObject }) {
  const { id, configuration } = connector
  return (
    <Group gap="xs" component="span">
      <Badge variant="default" tt="none" fw={500} component="span">
        {words.methods[methodOf(connector)]}
      </Badge>
      {configuration.preferred ? (
        <Badge variant="light" tt="none" fw={500} component="span">
          {words.preferred}
        </Badge>
      ) : null}
      <Text size="sm" component="span" style={{ overflowWrap: 'anywhere' }}>
        {issuerLine(connector)}
      </Text>
      <Group gap={6} component="span" wrap="nowrap">
        <Text size="sm" component="span">
          {words.id} <span className="ww-mono">{id}</span>
        </Text>
        <CopyValue label={words.id} value={`${id}`} />
      </Group>
    </Group>
  )
}

function Tabs({ id, method }: { readonly id: number; readonly method: Method }) {
  const base = `/data-sources/connectors/${id}`
  const tabs = [
    { to: base, label: words.tabs.status, exact: true },
    { to: `${base}/configure`, label: words.tabs.configure },
    { to: `${base}/code`, label: words.tabs.code },
    ...(method === 'delegation' ? [] : [{ to: `${base}/debugger`, label: words.tabs.debugger }]),
  ]
  return (
    <nav aria-label={words.tabs.label} className="ww-tabs">
      {tabs.map(({ to, label, exact = false }) => (
        <AccountLink
          key={to}
          to={to}
          className="ww-tab"
          activeOptions={{ exact, includeSearch: false }}
        >
          {label}
        </AccountLink>
      ))}
    </nav>
  )
}
