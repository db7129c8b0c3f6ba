import { Stack, Text, Title } from '@mantine/core'
import { debuggerWords as words } from './debugger-messages.ts'
import { Handshakes } from './handshakes.tsx'
import { TokenDebugger } from './token-debugger.tsx'
import { useConnectorId } from './use-connector-id.ts'

/** A token, judged by this connector. */
export function DebuggerTab() {
  const connectorId = useConnectorId()
  return (
    <Stack>
      <Stack gap={2}>
        <Title order={2} size="h4">
          {words.title}
        </Title>
        <Text size="sm" c="dimmed">
          {words.lead}
        </Text>
      </Stack>
      <TokenDebugger connectorId={connectorId} />
      <Handshakes connectorId={connectorId} />
    </Stack>
  )
}
