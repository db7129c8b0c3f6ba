import { Alert, Anchor, Group, Loader, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useMay } from '#api/context.tsx'
import { AccountLink } from '#ui/page.tsx'
import {
  type ConnectorWarning,
  keyOfWarning,
  sortedWarnings,
  textOfWarning,
  warningsOf,
} from './connector-warnings.ts'
import { engagementWords as words } from './engagement-messages.ts'
import { useConnectorCheck, useConnectorStatus } from './queries.ts'

/** What is known against a connector: what its identity provider answers now, and who came in by it. */
export function ConnectorAlerts({
  id,
  isAnonymous,
}: {
  readonly id: number
  readonly isAnonymous: boolean
}) {
  const mayKnow = useMay('connectors:read')
  const status = useConnectorStatus(id)
  // Nobody stands behind the connector for anonymous consumers: there is no server to ask.
  const check = useConnectorCheck(isAnonymous ? undefined : id)
  if (!mayKnow) return null
  if (status.isPending || check.isFetching) {
    return (
      <Group gap="xs" role="status" mih={40}>
        <Loader size="xs" />
        <Text size="sm">{words.checking}</Text>
      </Group>
    )
  }
  const { all, bad, rest } = sortedWarnings(warningsOf(status.data, check.data), isAnonymous)
  return (
    <Stack gap="xs" role="status">
      <Warnings warnings={bad} color="red" />
      <Warnings warnings={rest} color="yellow" />
      {all.length > 0 || isAnonymous || check.data === undefined ? null : (
        <Group gap="xs">
          <IconCircleCheck size={18} aria-hidden="true" />
          <Text size="sm">{words.wellChecked}</Text>
        </Group>
      )}
      <Anchor
        size="sm"
        py={4}
        renderRoot={(props) => <AccountLink to={`/data-sources/connectors/${id}`} {...props} />}
      >
        {words.openConnector}
      </Anchor>
    </Stack>
  )
}

function Warnings({
  warnings,
  color,
}: {
  readonly warnings: readonly ConnectorWarning[]
  readonly color: string
}) {
  if (warnings.length === 0) return null
  return (
    <Alert color={color} icon={<IconAlertTriangle size={20} aria-hidden="true" />}>
      <Stack gap="sm">
        {[...Map.groupBy(warnings, ({ kind }) => kind)].map(([kind, alike]) => (
          <Stack key={kind} gap={4}>
            <Text size="sm" fw={600}>
              {words.warnings[kind]}
            </Text>
            {alike.map((warning) => (
              <Text key={keyOfWarning(warning)} size="sm" style={{ overflowWrap: 'anywhere' }}>
                {textOfWarning(warning, words.warningText)}
              </Text>
            ))}
          </Stack>
        ))}
      </Stack>
    </Alert>
  )
}
