import { Button, Stack, Table, Text } from '@mantine/core'
import type { RefusedRequests } from '@watchword/protocol/api/explain.ts'
import { useMay } from '#api/context.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { SectionHead } from '#ui/section-head.tsx'
import { apiKeyWords } from './messages.ts'
import { pathOf } from './pasted.ts'
import { useRefusals } from './queries.ts'
import type { UsageOfKey } from './usage.ts'

const words = apiKeyWords.refusals
const mostShown = 20

type Refusal = RefusedRequests['refusals'][number]

/** Requests with a key that were refused lately, and for which reasons before. */
export function Refusals({
  keyId,
  usage,
}: {
  readonly keyId: string
  readonly usage: UsageOfKey | undefined
}) {
  const query = useRefusals()
  const reasons = usage?.refusals ?? []
  return (
    <Stack component="section" gap="sm" aria-label={words.title}>
      <SectionHead title={words.title} lead={words.lead} />
      <QueryView query={query} height={80}>
        {({ refusals }) => (
          <RefusalTable refusals={refusals.filter((one) => one.keyId === keyId)} />
        )}
      </QueryView>
      {reasons.length === 0 ? null : (
        <Text size="sm" c="dimmed">
          {words.ofMonth}
          {': '}
          {reasons.map(({ problem, count }) => words.times(problem, count)).join(' · ')}
        </Text>
      )}
    </Stack>
  )
}

/** Refused requests, each with a way to the explainer. */
export function RefusalTable({ refusals }: { readonly refusals: readonly Refusal[] }) {
  const mayExplain = useMay('explain')
  if (refusals.length === 0) return <Text size="sm">{words.none}</Text>
  return (
    <Stack gap="xs">
      <Table.ScrollContainer minWidth={640} className="ww-card">
        <Table fz="sm" verticalSpacing="xs" aria-label={words.title}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.when}</Table.Th>
              <Table.Th>{words.why}</Table.Th>
              <Table.Th>{words.request}</Table.Th>
              <Table.Th>{words.from}</Table.Th>
              {mayExplain ? <Table.Td /> : null}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {refusals.slice(0, mostShown).map((refusal) => (
              <RefusalRow key={refusal.id} refusal={refusal} mayExplain={mayExplain} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {refusals.length > mostShown ? (
        <Text size="sm" c="dimmed">
          {words.more(refusals.length - mostShown)}
        </Text>
      ) : null}
    </Stack>
  )
}

function RefusalRow({
  refusal,
  mayExplain,
}: {
  readonly refusal: Refusal
  readonly mayExplain: boolean
}) {
  const { id, at, problem, method, url, address, likelyCauses } = refusal
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Moment at={at} />
      </Table.Td>
      <Table.Td>
        <span className="ww-mono">{problem.problem}</span>
        <Text size="xs" c="dimmed">
          {likelyCauses[0]?.advice ?? problem.advice}
        </Text>
      </Table.Td>
      <Table.Td className="ww-mono">
        {method} {pathOf(url)}
      </Table.Td>
      <Table.Td className="ww-mono" style={{ whiteSpace: 'nowrap' }}>
        {address}
      </Table.Td>
      {mayExplain ? (
        <Table.Td>
          <Button
            variant="default"
            size="xs"
            aria-label={words.explainThis(problem.problem, at)}
            renderRoot={(props) => (
              <AccountLink to={`/data-sources/api-keys/explain/${id}`} {...props} />
            )}
          >
            {words.explain}
          </Button>
        </Table.Td>
      ) : null}
    </Table.Tr>
  )
}
