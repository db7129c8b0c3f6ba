import { Page } from '#ui/page.tsx'
import { debuggerWords as words } from './debugger-messages.ts'
import { Handshakes } from './handshakes.tsx'
import { connectorWords } from './messages.ts'
import { TokenDebugger } from './token-debugger.tsx'

/** A token of whatever connector, and all refused handshakes, those of no connector too. */
export function DebuggerPage() {
  return (
    <Page
      title={words.title}
      lead={words.lead}
      crumbs={[{ label: connectorWords.title, to: '/data-sources/connectors' }]}
    >
      <TokenDebugger />
      <Handshakes />
    </Page>
  )
}
