import { Stack, Text, Title } from '@mantine/core'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { ReactNode } from 'react'
import { useApi } from '#api/context.tsx'
import { CodeSample } from '#ui/code-sample.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { codeWords as words } from './code-messages.ts'
import { FlowPicture } from './flow-picture.tsx'
import { valuesOf } from './form-values.ts'
import { isVouched, methodOf } from './method.ts'
import { useConnector } from './queries.ts'
import { delegationSample, methodPath, samplesOf } from './samples.ts'
import { useConnectorId } from './use-connector-id.ts'

/** Code for the brand's page, with the names of this very connector in it. */
export function CodeTab() {
  const query = useConnector(useConnectorId())
  return (
    <QueryView query={query} height={720}>
      {({ value }) => <Code connector={value} />}
    </QueryView>
  )
}

function Code({ connector }: { readonly connector: ConnectorObject }) {
  const { accountId } = useApi()
  const about = { connector, accountId, origin: location.origin }
  const method = methodOf(connector)
  const samples = samplesOf(about)
  const path = methodPath(connector)
  return (
    <Stack>
      <Stack className="ww-card" p="md">
        <FlowPicture values={valuesOf(connector)} />
      </Stack>
      {method === 'delegation' ? (
        <Part {...words.delegation} code={delegationSample(about)} />
      ) : null}
      {isVouched(method) ? (
        <Part
          title={words.supply.title}
          lead={words.supply.lead(path)}
          sample={words.supply.sample(path)}
          code={samples.supply}
        />
      ) : null}
      {method === 'delegation' ? null : <Part {...words.identity} code={samples.identity} />}
      {isVouched(method) ? <Part {...words.loggedIn} code={samples.loggedIn} /> : null}
      {method === 'delegation' ? null : <Part {...words.curl} code={samples.curl} />}
      {method === 'anonymous' ? null : <Register connector={connector} />}
    </Stack>
  )
}

function Part({
  title,
  lead,
  sample,
  code,
}: {
  readonly title: string
  readonly lead: ReactNode
  readonly sample: string
  readonly code: string
}) {
  return (
    <Stack component="section" aria-label={title} className="ww-card" p="md" gap="xs">
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {lead}
      </Text>
      <CodeSample samples={[{ title: sample, code }]} />
    </Stack>
  )
}

/** Addresses of ours that are registered at the identity provider. */
function Register({ connector }: { readonly connector: ConnectorObject }) {
  const { accountId } = useApi()
  const account = `${location.origin}/api/account/${accountId}`
  const method = methodOf(connector)
  return (
    <Stack
      component="section"
      aria-label={words.register.title}
      className="ww-card"
      p="md"
      gap="sm"
    >
      <Title order={2} size="h4">
        {words.register.title}
      </Title>
      {method === 'delegation' ? (
        <CopyField
          label={words.register.callback}
          value={`${location.origin}/callback/${accountId}/redirectCode`}
        />
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {words.register.logoutLead}
          </Text>
          <CopyField
            label={words.register.logout}
            value={`${account}/app/${connector.id}/backchannel-logout`}
          />
          <CopyField
            label={words.register.encryption}
            value={`${account}/.well-known/encryption-key.json`}
          />
        </>
      )}
    </Stack>
  )
}
