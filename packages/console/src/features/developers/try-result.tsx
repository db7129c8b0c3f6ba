import { Group, Stack, Text } from '@mantine/core'
import { SequenceDiagram } from '#ui/sequence-diagram.tsx'
import { words as all } from './page-messages.ts'
import type { Exchange } from './try-flow.ts'

const words = all.run
const { milliseconds, noAnswer } = all.flows
const parties = Object.entries(words.parties).map(([id, label]) => ({ id, label }))

/** What a flow did: drawn, and each request with its answer. */
export function TryResult({ exchanges }: { readonly exchanges: readonly Exchange[] }) {
  return (
    <Stack gap="sm">
      <div className="ww-card">
        <SequenceDiagram
          title={words.picture}
          parties={parties.filter(({ id }) => id !== 'api' || exchanges.some(isCall))}
          messages={exchanges.map((exchange) => ({
            key: exchange.step,
            from: 'tab',
            to: isCall(exchange) ? 'api' : 'issuer',
            label: words.steps[exchange.step],
            detail: lineOf(exchange),
            answer: statusOf(exchange),
            isRefused: isRefused(exchange),
          }))}
        />
      </div>
      <ol className="ww-exchanges">
        {exchanges.map((exchange) => (
          <li key={exchange.step}>
            <ExchangeView exchange={exchange} />
          </li>
        ))}
      </ol>
    </Stack>
  )
}

function ExchangeView({ exchange }: { readonly exchange: Exchange }) {
  const { step, method, url, sent, received, requestId } = exchange
  const refused = isRefused(exchange)
  return (
    <details className="ww-card ww-exchange" open={refused}>
      <summary>
        {words.steps[step]}{' '}
        <Text span size="sm" c={refused ? 'var(--mantine-color-error)' : 'dimmed'}>
          {statusOf(exchange)}
        </Text>
      </summary>
      <Stack gap="xs" pt="xs">
        <Shown title={words.sent} text={`${method} ${url}\n${sent}`.trimEnd()} />
        <Shown title={words.received} text={received === '' ? words.nothing : received} />
        {requestId === undefined ? null : (
          <Group>
            <Text size="xs" c="dimmed" className="ww-mono">
              {`X-Request-ID: ${requestId}`}
            </Text>
          </Group>
        )}
      </Stack>
    </details>
  )
}

function Shown({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div>
      <Text size="sm" fw={500}>
        {title}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse must be able to scroll it */}
      <div className="ww-code" tabIndex={0}>
        <pre>{text}</pre>
      </div>
    </div>
  )
}

function isCall({ step }: Exchange): boolean {
  return step === 'call'
}

function isRefused({ status }: Exchange): boolean {
  return status === undefined || status >= 400
}

function statusOf({ status, milliseconds: took }: Exchange): string {
  return status === undefined ? noAnswer : `${status} · ${milliseconds(Math.round(took))}`
}

function lineOf({ method, url }: Exchange): string {
  return `${method} ${new URL(url).pathname}`
}
