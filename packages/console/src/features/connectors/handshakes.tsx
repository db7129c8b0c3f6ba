import { Accordion, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { IconMoodSmile } from '@tabler/icons-react'
import type { RefusedHandshakes } from '@watchword/protocol/api/consumer-debugger.ts'
import { useState } from 'react'
import { EmptyState } from '#ui/empty-state.tsx'
import { Moment } from '#ui/moment.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { SectionHead } from '#ui/section-head.tsx'
import { debuggerWords } from './debugger-messages.ts'
import { ExplanationView } from './explanation-view.tsx'
import { useConnectors, useHandshake, useHandshakes } from './queries.ts'

const words = debuggerWords.handshakes

type Handshake = RefusedHandshakes['handshakes'][number]

/** Handshakes that were refused in the last day: of one connector, or of all. Each opens to the rules that failed. */
export function Handshakes({ connectorId }: { readonly connectorId?: number }) {
  const query = useHandshakes(connectorId)
  const [opened, setOpened] = useState<string | null>(null)
  const [shown, setShown] = useState(20)
  return (
    <Stack component="section" gap="sm" aria-label={words.title}>
      <SectionHead title={words.title} lead={words.lead} />
      <QueryView query={query} height={160}>
        {({ handshakes }) =>
          handshakes.length === 0 ? (
            <EmptyState icon={<IconMoodSmile />} title={words.none.title} lead={words.none.lead} />
          ) : (
            <>
              <Accordion variant="contained" order={3} value={opened} onChange={setOpened}>
                {handshakes.slice(0, shown).map((handshake) => (
                  <Accordion.Item key={handshake.id} value={handshake.id}>
                    <Accordion.Control>
                      <Head handshake={handshake} withConnector={connectorId === undefined} />
                    </Accordion.Control>
                    <Accordion.Panel>
                      {opened === handshake.id ? <Opened id={handshake.id} /> : null}
                    </Accordion.Panel>
                  </Accordion.Item>
                ))}
              </Accordion>
              {handshakes.length <= shown ? null : (
                <Button variant="default" size="xs" onClick={() => setShown(handshakes.length)}>
                  {words.more(handshakes.length - shown)}
                </Button>
              )}
            </>
          )
        }
      </QueryView>
    </Stack>
  )
}

function Head({
  handshake,
  withConnector,
}: {
  readonly handshake: Handshake
  readonly withConnector: boolean
}) {
  const { at, rule, reason, code, flow, proven } = handshake
  return (
    <Stack gap={2} pr="sm">
      <Text size="sm" fw={500}>
        {rule === null ? code : rule}:{' '}
        {reason ?? (handshake.connectorId === null ? words.noConnector : words.unknown)}
      </Text>
      <Group gap="xs">
        <Text size="xs" c="dimmed">
          <Moment at={at} />
          {withConnector ? <ConnectorName id={handshake.connectorId} /> : null}
          {` · ${words.flows[flow] ?? flow} · ${code}`}
        </Text>
        <Badge size="sm" variant="default" tt="none" fw={500}>
          {proven ? words.proven : words.unproven}
        </Badge>
      </Group>
    </Stack>
  )
}

function ConnectorName({ id }: { readonly id: number | null }) {
  const { data } = useConnectors()
  return ` · ${data?.find((one) => one.id === id)?.name ?? words.noConnector}`
}

function Opened({ id }: { readonly id: string }) {
  const query = useHandshake(id)
  return (
    <QueryView query={query} height={320}>
      {(explanation) => <ExplanationView explanation={explanation} order={4} />}
    </QueryView>
  )
}
