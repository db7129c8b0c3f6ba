import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState, useSyncExternalStore } from 'react'
import { useMe, useSession } from '#api/context.tsx'
import { common } from '#messages/common.ts'

const words = common.ended

/** Over the page, which keeps what was typed: calls wait until somebody is signed in again. */
export function SessionEnded() {
  const session = useSession()
  const { idleMinutes } = useMe()
  const ending = useSyncExternalStore(session.subscribe, session.ending)
  const [fault, setFault] = useState<string>()

  /** May be asked again at any time: the user may have closed the window. */
  async function again() {
    setFault(undefined)
    try {
      if (!(await session.signInAgain())) setFault(words.blocked)
    } catch (refusal) {
      setFault(refusal instanceof Error ? refusal.message : `${refusal}`)
    }
  }

  return (
    <Modal
      opened={ending !== undefined}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      title={words.title}
    >
      <Stack>
        <Text>{ending === 'idle' ? words.idle(idleMinutes) : words.lead}</Text>
        {fault === undefined ? null : (
          <Alert color="red" role="alert">
            {fault}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button onClick={again} data-autofocus>
            {words.again}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
