import { Button, Group, List, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'
import { useState } from 'react'
import { useApi, useMay } from '#api/context.tsx'
import { changeNewest } from '#api/save-over.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { notifyProblem, notifyUndo } from '#ui/notify.tsx'
import { formWords } from './form-messages.ts'
import { bodyOf, type ConnectorValues, type RuleValues, valuesOf } from './form-values.ts'
import { keys } from './queries.ts'
import { enforced, withRulesOf } from './report-only.ts'
import { statusWords } from './status-messages.ts'
import { loadConnector, sendConnector } from './store-connector.ts'

const words = statusWords.trial

/** Rules that are only tried: whom they would refuse, and the two ways to go on, each of which can be taken back. */
export function TrialBox({
  connector,
  wouldRefuse,
}: {
  readonly connector: ConnectorObject
  readonly wouldRefuse: ConnectorStatus['wouldRefuse']
}) {
  const mayWrite = useMay('connectors:write')
  const confirm = useConfirm()
  const change = useChange(connector.id)
  const [isChanging, setChanging] = useState(false)
  const { reportOnly } = connector.configuration
  const count = wouldRefuse.reduce((sum, reason) => sum + reason.count, 0)

  async function go(to: (values: ConnectorValues) => ConnectorValues, done: string) {
    const before = valuesOf(connector)
    setChanging(true)
    await change(to).then(
      () => notifyUndo(done, () => change((values) => withRulesOf(before, values))),
      notifyProblem,
    )
    setChanging(false)
  }

  async function enforce() {
    const { breaks, ...question } = words.confirm
    const broken = wouldRefuse.map((reason) => breaks(reason.name, reason.count))
    if (await confirm({ ...question, breaks: broken })) await go(enforced, words.enforced)
  }

  return (
    <Stack component="section" aria-label={words.title} className="ww-card" p="md" gap="sm">
      <Title order={2} size="h5">
        {words.title}
      </Title>
      <Group gap="xs">
        {Object.entries(reportOnly ?? {}).map(([rule, value]) => (
          <Text key={rule} size="sm" component="span">
            {formWords.reportOnly.rule[rule as keyof RuleValues] ?? rule}{' '}
            <code className="cn-rule">{`${rule}: ${JSON.stringify(value)}`}</code>
          </Text>
        ))}
      </Group>
      <Text size="sm">{words.lead(count)}</Text>
      {wouldRefuse.length === 0 ? null : (
        <List size="sm">
          {wouldRefuse.map((reason) => (
            <List.Item key={reason.name}>
              <code className="cn-rule">{reason.name}</code> {reason.count.toLocaleString()}
            </List.Item>
          ))}
        </List>
      )}
      {mayWrite ? (
        <Group gap="xs">
          <Button size="xs" onClick={enforce} loading={isChanging}>
            {words.enforce}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={isChanging}
            onClick={() => go((values) => ({ ...values, reportOnly: {} }), words.dropped)}
          >
            {words.drop}
          </Button>
        </Group>
      ) : null}
    </Stack>
  )
}

/** Changes the rules of a connector as it is now: what others changed besides is kept. */
function useChange(id: number) {
  const api = useApi()
  const queries = useQueryClient()
  return async (to: (values: ConnectorValues) => ConnectorValues) => {
    const saved = await changeNewest({
      reload: () => loadConnector(api, id),
      send: (over) => sendConnector(api, bodyOf(to(valuesOf(over.value)), over.value), over),
    })
    queries.setQueryData(keys.one(id), saved)
    await queries.invalidateQueries({ queryKey: keys.all })
  }
}
