import { Stack } from '@mantine/core'
import { SectionHead } from '#ui/section-head.tsx'
import { debuggerWords as words } from './debugger-messages.ts'
import { Handshakes } from './handshakes.tsx'
import { TokenDebugger } from './token-debugger.tsx'
import { useConnectorId } from './use-connector-id.ts'

/** A token, judged by this connector. */
export function DebuggerTab() {
  const connectorId = useConnectorId()
  return (
    <Stack>
      <SectionHead title={words.title} lead={words.lead} />
      <TokenDebugger connectorId={connectorId} />
      <Handshakes connectorId={connectorId} />
    </Stack>
  )
}
