import { Anchor, Button, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Consumer } from '@watchword/protocol/api/consumer.ts'
import type { ReactNode } from 'react'
import { useApi, useMay } from '#api/context.tsx'
import { useConfirm } from '#ui/confirm.tsx'
import { CopyField } from '#ui/copy-field.tsx'
import { Moment } from '#ui/moment.tsx'
import { notifyDone, notifyProblem } from '#ui/notify.tsx'
import { AccountLink, Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { Links } from './links.tsx'
import { consumerMenu } from './menu.ts'
import { consumerWords } from './messages.ts'
import { shortId } from './person.ts'
import { consumerQuery, endLogins } from './queries.ts'
import { fullNameOf } from './shown.ts'
import { type KnownValue, unverifiedValues, verifiedValues } from './verified.ts'

const words = consumerWords.one
const crumbs = [{ label: consumerMenu.title, to: '/consumers' }]

/** One consumer: by whom they are known, what is vouched for, what is not, and how they became known. */
export function ConsumerPage() {
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string }
  const query = useQuery(consumerQuery(useApi(), id))
  const isAdministrator = useMay('consumers:write')
  const name = fullNameOf(query.data ?? {})
  return (
    <Page
      title={name || words.title(shortId(id))}
      crumbs={crumbs}
      actions={isAdministrator && query.data !== undefined ? <EndLogins id={id} /> : null}
    >
      <QueryView query={query} height={640}>
        {(consumer) => <Shown consumer={consumer} />}
      </QueryView>
    </Page>
  )
}

function Shown({ consumer }: { readonly consumer: Consumer }) {
  const mayReadTrail = useMay('audit:read')
  const said = unverifiedValues(consumer.authenticatedData.lp_sdes)
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Part title={words.facts}>
          <Facts consumer={consumer} />
          <CopyField label={words.id} value={consumer.consumerId} />
          {mayReadTrail ? (
            <Anchor
              size="sm"
              renderRoot={(props) => (
                <AccountLink
                  to="/audit"
                  search={{ object: `consumer:${consumer.consumerId}` }}
                  {...props}
                />
              )}
            >
              {words.trail}
            </Anchor>
          ) : null}
        </Part>
        <Part title={words.links}>
          <Links consumer={consumer} />
        </Part>
      </SimpleGrid>
      <Part title={words.verified} lead={words.verifiedLead}>
        <Values
          label={words.verified}
          values={verifiedValues(consumer)}
          nothing={words.noVerified}
        />
      </Part>
      {said.length === 0 ? null : (
        <Part title={words.application}>
          <Values label={words.application} values={said} nothing="" />
        </Part>
      )}
      <Part title={words.unverified} lead={words.unverifiedLead}>
        <Values
          label={words.unverified}
          values={unverifiedValues(consumer.unverified.lp_sdes)}
          nothing={words.noUnverified}
        />
      </Part>
    </Stack>
  )
}

function Part({
  title,
  lead,
  children,
}: {
  readonly title: string
  readonly lead?: string
  readonly children: ReactNode
}) {
  return (
    <Stack component="section" gap="sm" aria-label={title}>
      <Stack gap={2}>
        <Title order={2} size="h4">
          {title}
        </Title>
        {lead === undefined ? null : (
          <Text size="sm" c="dimmed">
            {lead}
          </Text>
        )}
      </Stack>
      {children}
    </Stack>
  )
}

function Facts({ consumer }: { readonly consumer: Consumer }) {
  const { kind, claims, connectorId, createdAt, lastSeenAt, vouchedAt, loggedOutAt } = consumer
  return (
    <dl className="ww-facts">
      <Fact label={words.kind}>{consumerWords.kinds[kind] ?? kind}</Fact>
      {claims === undefined ? null : (
        <>
          <Fact label={words.issuer}>{claims.iss}</Fact>
          <Fact label={words.sub}>{claims.sub}</Fact>
        </>
      )}
      {connectorId === undefined ? null : <Fact label={words.connector}>{`${connectorId}`}</Fact>}
      <Fact label={words.created}>
        <Moment at={createdAt} />
      </Fact>
      <Fact label={words.seen}>
        <Moment at={lastSeenAt} />
      </Fact>
      {vouchedAt === undefined ? null : (
        <Fact label={words.vouchedAt}>
          <Moment at={vouchedAt} />
        </Fact>
      )}
      {loggedOutAt === undefined ? null : (
        <Fact label={words.loggedOut}>
          <Moment at={loggedOutAt} />
        </Fact>
      )}
    </dl>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Values({
  label,
  values,
  nothing,
}: {
  readonly label: string
  readonly values: readonly KnownValue[]
  readonly nothing: string
}) {
  if (values.length === 0) return <Text size="sm">{nothing}</Text>
  const isVouched = values.some(({ vouched }) => vouched !== undefined)
  return (
    <Table.ScrollContainer
      minWidth={isVouched ? 640 : 320}
      className="ww-card"
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
    >
      <Table fz="sm" verticalSpacing="xs" horizontalSpacing="md" aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.path}</Table.Th>
            <Table.Th>{words.value}</Table.Th>
            {isVouched ? (
              <>
                <Table.Th>{words.by}</Table.Th>
                <Table.Th>{words.source}</Table.Th>
                <Table.Th>{words.at}</Table.Th>
              </>
            ) : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {values.map(({ path, value, vouched }) => (
            <Table.Tr key={path}>
              <Table.Th scope="row" className="ww-mono" fw={500}>
                {path}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
              {vouched === undefined ? null : (
                <>
                  <Table.Td>{vouched.issuer}</Table.Td>
                  <Table.Td>{vouched.source}</Table.Td>
                  <Table.Td>
                    <Moment at={vouched.at} />
                  </Table.Td>
                </>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function EndLogins({ id }: { readonly id: string }) {
  const api = useApi()
  const confirm = useConfirm()
  const { mutate, isPending } = useMutation({
    mutationFn: () => endLogins(api, id),
    onSuccess: () => notifyDone(words.ended),
    onError: notifyProblem,
  })
  async function ask() {
    const question = { title: words.endTitle, lead: words.endLead, action: words.endAction }
    if (await confirm(question)) mutate()
  }
  return (
    <Button variant="default" loading={isPending} onClick={ask}>
      {words.endLogins}
    </Button>
  )
}
