import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { common } from '#messages/common.ts'

/** Says that something is done. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'teal', withBorder: true, ...closeable })
}

/** Says what failed in the background, where no form shows it. */
export function notifyProblem(fault: unknown): void {
  const message = fault instanceof Error ? fault.message : `${fault}`
  const title = common.problem.title
  notifications.show({
    title,
    message,
    color: 'red',
    withBorder: true,
    ...closeable,
    autoClose: 12_000,
  })
}

/** Says that something is done, and offers to take it back for ten seconds. */
export function notifyUndo(message: string, undo: () => Promise<unknown>): void {
  const id = notifications.show({
    withBorder: true,
    color: 'teal',
    autoClose: 10_000,
    ...closeable,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id)
            undo().catch(notifyProblem)
          }}
        >
          {common.actions.undo}
        </Button>
      </Group>
    ),
  })
}

const closeable = { closeButtonProps: { 'aria-label': common.actions.close } }
