import { Alert, Button, Group, List, Stack, Text } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { Problem } from '#api/problem.ts'
import { common } from '#messages/common.ts'

const words = common.problem

/** What went wrong, in the server's own words, and what to do next. Read out at once. */
export function ProblemAlert({
  fault,
  title = words.title,
  onRetry,
}: {
  readonly fault: unknown
  readonly title?: string
  readonly onRetry?: () => void
}) {
  if (fault === undefined || fault === null) return null
  const problem = fault instanceof Problem ? fault : undefined
  const message = fault instanceof Error ? fault.message : `${fault}`
  return (
    <Alert
      color="red"
      title={title}
      role="alert"
      icon={<IconAlertCircle size={20} aria-hidden="true" />}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{message}</Text>
        {problem === undefined || problem.fields.length === 0 ? null : (
          <List size="sm">
            {problem.fields.map(({ path, reason }) => (
              <List.Item key={`${path} ${reason}`}>
                {path === '' ? reason : `${path}: ${reason}`}
              </List.Item>
            ))}
          </List>
        )}
        <Group gap="sm">
          {onRetry === undefined ? null : (
            <Button size="xs" variant="default" onClick={onRetry}>
              {common.actions.retry}
            </Button>
          )}
          {problem?.retryAfterSeconds === undefined ? null : (
            <Text size="xs">{words.retryAfter(problem.retryAfterSeconds)}</Text>
          )}
          {problem?.requestId === undefined ? null : (
            <Text size="xs" c="dimmed" className="ww-mono">
              {words.request(problem.requestId)}
            </Text>
          )}
        </Group>
      </Stack>
    </Alert>
  )
}
