import './developers.css'
import { Anchor, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useApi } from '#api/context.tsx'
import { publicOrigin } from '#api/issuer.ts'
import { CopyField, CopyValue } from '#ui/copy-field.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import type { Column } from '#ui/table-types.ts'
import { developerWords } from './messages.ts'
import { words as all } from './page-messages.ts'
import { type Metadata, useDirectory, useMetadata } from './queries.ts'
import { type OwnService, type ServiceRow, serviceRows } from './service-hosts.ts'

const words = all.endpoints

/** Everything that a program must know of the account to speak to it. */
export function EndpointsPage() {
  const { accountId } = useApi()
  const metadata = useMetadata()
  const directory = useDirectory()
  const account = `${publicOrigin}/api/account/${accountId}`
  return (
    <Page title={developerWords.endpoints} lead={words.lead}>
      <Part title={words.issuer} lead={words.issuerLead}>
        <QueryView query={metadata} height={330}>
          {(found) => <Issuer metadata={found} />}
        </QueryView>
      </Part>
      <Part title={words.reference}>
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <Reference href="/docs" name={words.docs} lead={words.docsLead} />
          <Reference href="/openapi.json" name={words.openapi} lead={words.openapiLead} />
          <Reference href="/scopes.json" name={words.scopes} lead={words.scopesLead} />
        </SimpleGrid>
      </Part>
      <Part title={words.services} lead={words.servicesLead}>
        <CopyField label={words.domainApi} value={`${account}/service/baseURI.json?version=1.0`} />
        <QueryView query={directory} height={480}>
          {(found) => (
            <DataTable
              label={words.serviceList}
              rows={serviceRows(found)}
              columns={columns}
              rowId={({ service }) => service}
              maxHeight={480}
            />
          )}
        </QueryView>
      </Part>
    </Page>
  )
}

const purposes: Readonly<Record<string, string | undefined>> = words.purposes

const columns: readonly Column<ServiceRow>[] = [
  {
    ...{ key: 'service', title: words.service, width: 'minmax(9rem, 1.2fr)' },
    text: ({ service }) => service,
  },
  {
    ...{ key: 'host', title: words.host, width: 'minmax(10rem, 1.5fr)' },
    text: ({ host }) => host,
    show: ({ service, host }) => (
      <span className="ww-host">
        <CopyValue label={service} value={host} />
        <span className="ww-mono">{host}</span>
      </span>
    ),
  },
  {
    ...{ key: 'purpose', title: words.purpose, width: 'minmax(9rem, 2fr)', wide: true },
    text: ({ service, isOwn }) =>
      isOwn ? (purposes[service as OwnService] ?? '') : words.elsewhere,
  },
]

function Part({
  title,
  lead,
  children,
}: {
  readonly title: string
  readonly lead?: string
  readonly children: React.ReactNode
}) {
  return (
    <Stack component="section" gap="sm" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {lead === undefined ? null : (
        <Text c="dimmed" maw="44rem">
          {lead}
        </Text>
      )}
      {children}
    </Stack>
  )
}

function Issuer({ metadata }: { readonly metadata: Metadata }) {
  const { issuer = '' } = metadata
  const { fields } = words
  const names = Object.keys(fields) as (keyof typeof fields)[]
  const values = { ...metadata, discovery: `${issuer}/.well-known/openid-configuration` }
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm" verticalSpacing="xs">
      {names.map((name) => {
        const value = values[name]
        return value === undefined ? null : (
          <CopyField key={name} label={fields[name]} value={value} />
        )
      })}
    </SimpleGrid>
  )
}

type ReferenceProps = { readonly href: string; readonly name: string; readonly lead: string }

function Reference({ href, name, lead }: ReferenceProps) {
  return (
    <div className="ww-card ww-reference">
      <Anchor href={href} fw={500}>
        {name}
      </Anchor>
      <Text size="sm" c="dimmed">
        {lead}
      </Text>
    </div>
  )
}
