import { Stack, Text, Title } from '@mantine/core'
import type { ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'
import { Moment } from '#ui/moment.tsx'
import { statusWords } from './status-messages.ts'

const { servers: words, keys: keyWords } = statusWords

type Server = ConnectorStatus['identityProvider'][number]

/** The servers of the identity provider and the keys of theirs that are kept, as the answering process knows them. */
export function ProviderServers({ status }: { readonly status: ConnectorStatus }) {
  const { identityProvider, keys } = status
  return (
    <Stack component="section" aria-label={words.title} className="ww-card" p="md" gap="sm">
      <Stack gap={2}>
        <Title order={2} size="h5">
          {words.title}
        </Title>
        <Text size="sm" c="dimmed">
          {identityProvider.length === 0 ? words.none : words.lead}
        </Text>
      </Stack>
      {identityProvider.map((server) => (
        <ServerRow key={server.target} server={server} />
      ))}
      {keys === null ? null : <Keys keys={keys} />}
    </Stack>
  )
}

function ServerRow({ server }: { readonly server: Server }) {
  const { target, url, state, failuresInARow, openUntil, lastSuccessAt, lastFailure } = server
  const tone =
    state === 'closed' && failuresInARow === 0 ? 'good' : state === 'open' ? 'bad' : 'warn'
  return (
    <Stack gap={2}>
      <Text size="sm" fw={500}>
        <span className={`ww-dot cn-inline ${tone}`} aria-hidden="true" />{' '}
        {words.targets[target] ?? target}: {words.states[state] ?? state}
        {openUntil === null ? null : (
          <>
            {', '}
            {words.until} <Moment at={openUntil} />
          </>
        )}
      </Text>
      <code className="ww-mono">{url}</code>
      <Text size="xs" c="dimmed">
        {words.success} <Moment at={lastSuccessAt} />
        {failuresInARow === 0 ? null : ` · ${words.row(failuresInARow)}`}
      </Text>
      {lastFailure === null ? null : (
        <Text size="xs" c="dimmed">
          {words.failure} <Moment at={lastFailure.at} />: {lastFailure.reason}
        </Text>
      )}
    </Stack>
  )
}

function Keys({ keys }: { readonly keys: NonNullable<ConnectorStatus['keys']> }) {
  return (
    <Stack gap={2}>
      <Text size="sm" fw={500}>
        {keyWords.title}
      </Text>
      {keys.used.map(({ kid, algorithm }) => (
        <Text key={`${kid} ${algorithm}`} size="sm">
          <code className="ww-mono">{kid ?? keyWords.noName}</code> {algorithm}
        </Text>
      ))}
      {keys.unused.map(({ kid, reason }) => (
        <Text key={`${kid} ${reason}`} size="sm" c="dimmed">
          {keyWords.unused}: <code className="ww-mono">{kid ?? keyWords.noName}</code> {reason}
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {keyWords.fetched} <Moment at={keys.fetchedAt} />, {keyWords.fresh}{' '}
        <Moment at={keys.freshUntil} />
      </Text>
    </Stack>
  )
}
