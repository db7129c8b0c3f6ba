import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { ConnectorCheck } from '@watchword/protocol/api/connector-report.ts'
import { useState } from 'react'
import { useApi, useMay } from '#api/context.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { Findings } from './doctor-panel.tsx'
import { type FieldName, valuesOf } from './form-values.ts'
import { statusWords } from './status-messages.ts'
import { paths } from './store-connector.ts'

const words = statusWords.check

/** The doctor for a connector as it is saved, when somebody asks. */
export function SavedCheck({ connector }: { readonly connector: ConnectorObject }) {
  const api = useApi()
  const navigate = useNavigate()
  const mayWrite = useMay('connectors:write')
  const [answer, setAnswer] = useState<{ check?: ConnectorCheck; fault?: unknown }>({})
  const [isChecking, setChecking] = useState(false)
  const { id } = connector
  if (!mayWrite) return null

  async function check() {
    setChecking(true)
    await api.call<ConnectorCheck>('POST', paths.checkSaved(id)).then(
      ({ body }) => setAnswer({ check: body }),
      (fault: unknown) => setAnswer({ fault }),
    )
    setChecking(false)
  }

  function go(field: FieldName) {
    const to = `/$accountId/data-sources/connectors/${id}/configure` as '/$accountId'
    navigate({ to, params: { accountId: api.accountId }, search: { field } as object })
  }

  return (
    <Stack component="section" aria-label={words.title} className="ww-card" p="md" gap="sm">
      <Group justify="space-between">
        <Stack gap={2}>
          <Title order={2} size="h5">
            {words.title}
          </Title>
          <Text size="sm" c="dimmed">
            {words.lead}
          </Text>
        </Stack>
        <Button variant="default" size="xs" onClick={check} loading={isChecking}>
          {words.button}
        </Button>
      </Group>
      <div role="status">
        {answer.check === undefined ? null : (
          <Findings check={answer.check} values={valuesOf(connector)} onGo={go} />
        )}
      </div>
      <ProblemAlert fault={answer.fault} />
    </Stack>
  )
}
