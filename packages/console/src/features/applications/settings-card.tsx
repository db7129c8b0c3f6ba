import { List, SimpleGrid, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Moment } from '#ui/moment.tsx'
import { CardSection } from './card-section.tsx'
import { audienceOf } from './facts.ts'
import { type Application, grantTypesOf, scopesOf } from './manifest.ts'
import { hiddenFromAll } from './menu-view.ts'
import { applicationWords } from './messages.ts'
import { useLastUses, useProfileNames, useScopes } from './queries.ts'
import { explained } from './scope-choice.ts'
import { webhookRowsOf } from './webhooks.ts'

const words = applicationWords.page
const formWords = applicationWords.form
type Of = { readonly application: Application }

/** What it may do, and how it is set up. */
export function SettingsCard({ application }: Of) {
  return (
    <>
      <CardSection title={words.scopes}>
        <Scopes application={application} />
      </CardSection>
      <CardSection title={words.settings}>
        <SimpleGrid component="dl" cols={{ base: 1, sm: 2 }} spacing="lg" m={0}>
          <Facts application={application} />
        </SimpleGrid>
      </CardSection>
    </>
  )
}

function Scopes({ application }: Of) {
  const { data = [] } = useScopes()
  const scopes = explained(scopesOf(application), data)
  if (scopes.length === 0) return <Text size="sm">{words.noScopes}</Text>
  return (
    <List size="sm" spacing={4}>
      {scopes.map(({ scope, description }) => (
        <List.Item key={scope}>
          {description ?? words.unknownScope}{' '}
          <Text component="code" c="dimmed" className="ww-mono">
            {scope}
          </Text>
        </List.Item>
      ))}
    </List>
  )
}

function Facts({ application }: Of) {
  const { redirect_uris: uris = [], require_pkce: pkce = true } = application
  const method = application.token_endpoint_auth_method ?? ''
  const { data: lastUses } = useLastUses()
  const signsIn = grantTypesOf(application).includes('authorization_code')
  const { previous_client_secret_expires_at: until } = application
  return (
    <>
      <Fact name={words.grantTypes}>
        {grantTypesOf(application).map((grant) => formWords.grants[grant] ?? grant)}
      </Fact>
      {signsIn ? <Fact name={words.redirectUris}>{uris}</Fact> : null}
      <Fact name={words.method}>{[formWords.methods[method] ?? method]}</Fact>
      {signsIn ? (
        <Fact name={words.pkce}>
          {[pkce || method === 'none' ? words.demanded : words.notDemanded]}
        </Fact>
      ) : null}
      <Fact name={words.format}>
        {[formWords.formats[application.access_token_format ?? 'at+jwt'] ?? '']}
      </Fact>
      <Fact name={words.audience}>{useAudience(application)}</Fact>
      <Fact name={words.menu}>
        {[hiddenFromAll(application) === undefined ? words.inMenu : words.notInMenu]}
      </Fact>
      <Fact name={words.webhooks}>
        {webhookRowsOf(application.capabilities).webhooks.map(
          ({ event, endpoint }) => `${event} → ${endpoint}`,
        )}
      </Fact>
      <Fact name={words.installedAt}>
        {[<Moment key="at" at={application.client_id_issued_at * 1000} />]}
      </Fact>
      <Fact name={words.lastUsed}>{[<Moment key="at" at={lastUses?.get(application.id)} />]}</Fact>
      {until === undefined ? null : (
        <Fact name={applicationWords.secret.until}>{[<Moment key="at" at={until * 1000} />]}</Fact>
      )}
    </>
  )
}

function useAudience({ enabled_for_profiles: only }: Application): readonly string[] {
  const { data = [] } = useProfileNames()
  return audienceOf(only, data, words)
}

function Fact({
  name,
  children,
}: {
  readonly name: string
  readonly children: readonly ReactNode[]
}) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Stack component="dd" gap={0} m={0}>
        {children.length === 0 ? <Text size="sm">–</Text> : null}
        {children.map((child, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are drawn anew, all together
          <Text key={index} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {child}
          </Text>
        ))}
      </Stack>
    </div>
  )
}
