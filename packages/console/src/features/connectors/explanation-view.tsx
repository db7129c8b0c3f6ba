import {
  Accordion,
  Alert,
  Badge,
  Button,
  Group,
  List,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core'
import { IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { TokenExplanation } from '@watchword/protocol/api/consumer-debugger.ts'
import type { ReactNode } from 'react'
import { useMay } from '#api/context.tsx'
import { CodeSample } from '#ui/code-sample.tsx'
import { Moment } from '#ui/moment.tsx'
import { AccountLink } from '#ui/page.tsx'
import './connectors.css'
import { debuggerWords as words } from './debugger-messages.ts'
import { clockWords, grouped, type RuleResult, shown } from './explanation.ts'
import { formWords } from './form-messages.ts'
import { useConnectors } from './queries.ts'
import { fieldOfRule } from './rule-fields.ts'

/** Why a token is taken or refused: the verdict, what fails and what to change, and then all the rest. */
export function ExplanationView({
  explanation,
  order = 3,
}: {
  readonly explanation: TokenExplanation
  /** Level of the headings inside. */
  readonly order?: 3 | 4
}) {
  const { verdict, summary, advice, code, wouldRefuse, remarks } = explanation
  const isGood = verdict === 'accepted'
  const { failed } = grouped(explanation)
  const connector = useConnectorOf(explanation)
  // The advice of the first rule that fails stands at that rule.
  const isSaidBelow = failed.some((rule) => rule.advice === advice)
  return (
    <Stack gap="md">
      <Alert
        color={isGood ? 'teal' : 'red'}
        icon={isGood ? <IconCircleCheck aria-hidden="true" /> : <IconCircleX aria-hidden="true" />}
        title={
          <Group gap="xs">
            {words.verdict[isGood ? 'accepted' : 'refused']}
            {code === null ? null : (
              <Badge variant="default" tt="none" fw={500}>
                {words.code(code)}
              </Badge>
            )}
          </Group>
        }
      >
        <Stack gap={4}>
          <Text size="sm">{summary}</Text>
          {advice === null || isSaidBelow ? null : (
            <Text size="sm">
              <strong>{words.toChange}:</strong> {advice}
            </Text>
          )}
        </Stack>
      </Alert>
      <Facts explanation={explanation} />
      {failed.length === 0 ? null : (
        <Stack gap="sm">
          {failed.map((rule) => (
            <RuleRow key={rule.rule} rule={rule} connector={connector} />
          ))}
        </Stack>
      )}
      {wouldRefuse.length === 0 ? null : (
        <Alert color="yellow" title={words.wouldRefuse}>
          <Stack gap="sm">
            {wouldRefuse.map((rule) => (
              <RuleRow key={rule.rule} rule={rule} connector={connector} />
            ))}
          </Stack>
        </Alert>
      )}
      {remarks.length === 0 ? null : (
        <Stack gap={2}>
          <Text size="sm" fw={500}>
            {words.remarks}
          </Text>
          <List size="sm">
            {remarks.map((remark) => (
              <List.Item key={remark}>{remark}</List.Item>
            ))}
          </List>
        </Stack>
      )}
      <Rest explanation={explanation} order={order} />
    </Stack>
  )
}

function useConnectorOf({ connector }: TokenExplanation): ConnectorObject | undefined {
  const { data } = useConnectors()
  return data?.find(({ id }) => id === connector?.id)
}

function Facts({ explanation }: { readonly explanation: TokenExplanation }) {
  const { kind, connector, consumerId, clockOffsetSeconds, handshake } = explanation
  return (
    <SimpleGrid component="dl" cols={{ base: 1, xs: 2 }} spacing="xs" verticalSpacing={4} m={0}>
      <Fact name={words.what}>{words.kinds[kind] ?? kind}</Fact>
      {connector === null ? null : (
        <Fact name={words.judgedBy}>
          {connector.name}{' '}
          <Text size="xs" c="dimmed" component="span">
            ({words.chosenBy[connector.chosenBy] ?? connector.chosenBy})
          </Text>
        </Fact>
      )}
      {clockOffsetSeconds === null ? null : (
        <Fact name={words.clock}>{clockWords(clockOffsetSeconds, words.clocks)}</Fact>
      )}
      {consumerId === null ? null : (
        <Fact name={words.consumer}>
          <span className="ww-mono">{consumerId}</span>
        </Fact>
      )}
      {handshake === null ? null : (
        <Fact name={words.request}>
          <span className="ww-mono">{handshake.requestId}</span>, <Moment at={handshake.at} />
        </Fact>
      )}
    </SimpleGrid>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed" component="dt">
        {name}
      </Text>
      <Text size="sm" component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  )
}

const icons = {
  fail: [IconCircleX, 'cn-bad'],
  pass: [IconCircleCheck, 'cn-good'],
  skipped: [IconCircleMinus, 'cn-quiet'],
} as const

/** One rule: what came of it, the value that did it, and what to change, with the way there. */
function RuleRow({
  rule: { rule, verdict, message, value, advice },
  connector,
}: {
  readonly rule: RuleResult
  readonly connector?: ConnectorObject | undefined
}) {
  const kind = verdict in icons ? (verdict as keyof typeof icons) : 'skipped'
  const [Icon, tone] = icons[kind]
  const mayWrite = useMay('connectors:write')
  const field = connector === undefined ? undefined : fieldOfRule(rule, connector)
  return (
    <div className="cn-finding">
      <Icon size={18} className={tone} aria-label={words.marks[kind]} />
      <Stack gap={2} align="flex-start">
        <Text size="sm">
          <code className="cn-rule">{rule}</code> {message}
        </Text>
        {value === null ? null : <code className="ww-mono">{value}</code>}
        {advice === null ? null : (
          <Text size="sm">
            <strong>{words.toChange}:</strong> {advice}
          </Text>
        )}
        {kind !== 'fail' || field === undefined || connector === undefined || !mayWrite ? null : (
          <Button
            variant="default"
            size="compact-xs"
            mt={4}
            renderRoot={(props) => (
              <AccountLink
                to={`/data-sources/connectors/${connector.id}/configure`}
                search={{ field }}
                {...props}
              />
            )}
          >
            {words.goTo(formWords.fields[field].label)}
          </Button>
        )}
      </Stack>
    </div>
  )
}

/** Rules that are kept, rules that were not judged, and what the token says: each folded. */
function Rest({
  explanation,
  order,
}: {
  readonly explanation: TokenExplanation
  readonly order: 3 | 4
}) {
  const { passed, skipped } = grouped(explanation)
  const { headers, claims } = explanation
  const parts = [
    ...(headers.encryption === null ? [] : [part('encryption', headers.encryption)]),
    ...(headers.signature === null ? [] : [part('signature', headers.signature)]),
    ...(claims === null ? [] : [part('claims', claims)]),
  ]
  return (
    <Accordion multiple variant="separated" order={order}>
      {passed.length === 0 ? null : (
        <Fold value="passed" label={words.passed(passed.length)}>
          {passed.map((rule) => (
            <RuleRow key={rule.rule} rule={rule} />
          ))}
        </Fold>
      )}
      {skipped.length === 0 ? null : (
        <Fold value="skipped" label={words.skipped(skipped.length)}>
          {skipped.map((rule) => (
            <RuleRow key={rule.rule} rule={rule} />
          ))}
        </Fold>
      )}
      {parts.length === 0 ? null : (
        <Fold value="inside" label={words.inside}>
          <Text size="sm" c="dimmed">
            {words.insideLead}
          </Text>
          <CodeSample samples={parts} />
        </Fold>
      )}
    </Accordion>
  )
}

function part(name: keyof typeof words.parts, value: unknown) {
  return { title: words.parts[name], code: shown(value) }
}

function Fold({
  value,
  label,
  children,
}: {
  readonly value: string
  readonly label: string
  readonly children: ReactNode
}) {
  return (
    <Accordion.Item value={value} className="ww-card">
      <Accordion.Control>
        <Text size="sm">{label}</Text>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="sm">{children}</Stack>
      </Accordion.Panel>
    </Accordion.Item>
  )
}
