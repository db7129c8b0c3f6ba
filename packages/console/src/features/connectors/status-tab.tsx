import { Anchor, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'
import type { ReactNode } from 'react'
import { useMay } from '#api/context.tsx'
import { StackedBars } from '#ui/charts/stacked-bars.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { Handshakes } from './handshakes.tsx'
import { healthOf, refusedOf } from './health.ts'
import { HealthMark } from './health-mark.tsx'
import { isVouched, methodOf } from './method.ts'
import { ProviderServers } from './provider-servers.tsx'
import { useConnector, useStatus } from './queries.ts'
import { SavedCheck } from './saved-check.tsx'
import { daysOf, shareLetIn } from './status-days.ts'
import { statusWords as words } from './status-messages.ts'
import { TrialBox } from './trial-box.tsx'
import { useConnectorId } from './use-connector-id.ts'

/** How a connector does: who came in, who was refused and why, and the servers behind it. */
export function StatusTab() {
  const id = useConnectorId()
  const connector = useConnector(id)
  const status = useStatus(id)
  return (
    <QueryView query={connector} height={480}>
      {({ value }) => (
        <QueryView query={status} height={480}>
          {(told) => <Status connector={value} status={told} />}
        </QueryView>
      )}
    </QueryView>
  )
}

function Status({
  connector,
  status,
}: {
  readonly connector: ConnectorObject
  readonly status: ConnectorStatus
}) {
  const isBrand = isVouched(methodOf(connector))
  const isNew = healthOf(status) === 'unused'
  return (
    <Stack>
      {isNew && isBrand ? <NextSteps id={connector.id} /> : null}
      <Facts status={status} />
      {isNew ? null : <Days status={status} />}
      {status.refused.length === 0 ? null : <Reasons reasons={status.refused} />}
      {connector.configuration.reportOnly === null ? null : (
        <TrialBox connector={connector} wouldRefuse={status.wouldRefuse} />
      )}
      <Handshakes connectorId={connector.id} />
      {isBrand ? <SavedCheck connector={connector} /> : null}
      {isBrand ? <ProviderServers status={status} /> : null}
    </Stack>
  )
}

function NextSteps({ id }: { readonly id: number }) {
  const base = `/data-sources/connectors/${id}`
  const { title, code, debug, engagement } = words.next
  const mayUse = useMay('campaigns:read')
  const steps = [
    { to: `${base}/code`, step: code },
    { to: `${base}/debugger`, step: debug },
    ...(mayUse ? [{ to: '/campaigns', step: engagement }] : []),
  ]
  return (
    <Stack component="section" aria-label={title} className="ww-card" p="md" gap="sm">
      <Title order={2} size="h4">
        {title}
      </Title>
      <ol className="cn-steps">
        {steps.map(({ to, step: [name, hint] }) => (
          <li key={to}>
            <Anchor size="sm" fw={500} renderRoot={(props) => <AccountLink to={to} {...props} />}>
              {name}
            </Anchor>
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          </li>
        ))}
      </ol>
    </Stack>
  )
}

function Facts({ status }: { readonly status: ConnectorStatus }) {
  const { verified, lastVerifiedAt, lastRefused } = status
  const refused = refusedOf(status)
  const share = shareLetIn(verified, refused)
  return (
    <SimpleGrid component="dl" m={0} className="ww-card" p="md" cols={{ base: 2, md: 5 }}>
      <Fact name={words.state}>
        <HealthMark health={healthOf(status)} />
      </Fact>
      <Fact name={words.letIn} hint={share === undefined ? words.inDays : words.share(share)}>
        {verified.toLocaleString()}
      </Fact>
      <Fact name={words.refused} hint={words.inDays}>
        {refused.toLocaleString()}
      </Fact>
      <Fact name={words.lastSuccess}>
        <Moment at={lastVerifiedAt} />
      </Fact>
      <Fact
        name={words.lastFailure}
        hint={lastRefused === null ? undefined : words.reason(lastRefused.name)}
      >
        <Moment at={lastRefused?.lastAt} />
      </Fact>
    </SimpleGrid>
  )
}

function Fact({
  name,
  hint,
  children,
}: {
  readonly name: string
  readonly hint?: string | undefined
  readonly children: ReactNode
}) {
  return (
    <div>
      <Text size="xs" c="dimmed" component="dt">
        {name}
      </Text>
      <Text component="dd" m={0} fw={500}>
        {children}
        {hint === undefined ? null : (
          <Text size="xs" c="dimmed" component="span" display="block" fw={400}>
            {hint}
          </Text>
        )}
      </Text>
    </div>
  )
}

const shortDay = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
})
const longDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' })

function Days({ status }: { readonly status: ConnectorStatus }) {
  const days = daysOf(status)
  const { title, summary, letIn, refused } = words.chart
  return (
    <StackedBars
      title={title}
      summary={summary(status.verified, refusedOf(status))}
      height={160}
      periods={days.map(({ day }) => ({
        key: day,
        short: shortDay.format(new Date(day)),
        long: longDay.format(new Date(day)),
      }))}
      series={[
        { name: 'letIn', label: letIn, values: days.map((day) => day.verified), tone: 'good' },
        { name: 'refused', label: refused, values: days.map((day) => day.refused), tone: 'bad' },
      ]}
    />
  )
}

function Reasons({ reasons }: { readonly reasons: ConnectorStatus['refused'] }) {
  const { title, name, count, last } = words.reasons
  return (
    <Stack component="section" aria-label={title} className="ww-card" p="md" gap="xs">
      <Title order={2} size="h5">
        {title}
      </Title>
      <Table fz="sm" aria-label={title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{name}</Table.Th>
            <Table.Th scope="col">{count}</Table.Th>
            <Table.Th scope="col">{last}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {reasons.map((reason) => (
            <Table.Tr key={reason.name}>
              <Table.Th scope="row">
                <code className="cn-rule">{reason.name}</code>
              </Table.Th>
              <Table.Td>{reason.count.toLocaleString()}</Table.Td>
              <Table.Td>
                <Moment at={reason.lastAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  )
}
