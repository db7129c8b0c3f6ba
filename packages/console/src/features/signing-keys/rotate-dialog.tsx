import { Button, Checkbox, Group, List, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '#api/context.tsx'
import { Problem } from '#api/problem.ts'
import { common } from '#messages/common.ts'
import { notifyDone } from '#ui/notify.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { signingKeyWords } from './messages.ts'
import { rotateKeys, signingKeysKey } from './queries.ts'

const words = signingKeyWords.rotate

/** Says what will happen, step by step, before a key gets a successor. */
export function RotateDialog({
  algorithm,
  onClose,
}: {
  /** `undefined`: closed. */
  readonly algorithm: string | undefined
  readonly onClose: () => void
}) {
  return (
    <Modal
      opened={algorithm !== undefined}
      onClose={onClose}
      title={algorithm === undefined ? '' : words.title(algorithm)}
    >
      {algorithm === undefined ? null : <Body algorithm={algorithm} onClose={onClose} />}
    </Modal>
  )
}

function Body({
  algorithm,
  onClose,
}: {
  readonly algorithm: string
  readonly onClose: () => void
}) {
  const api = useApi()
  const queries = useQueryClient()
  const [now, setNow] = useState(false)
  const rotate = useMutation({
    mutationFn: () =>
      rotateKeys(api, { algorithm: algorithm as 'ES256', ...(now && { now: true }) }),
    onSuccess: (keys) => {
      queries.setQueryData(signingKeysKey, keys)
      notifyDone(now ? words.doneNow : words.done)
      onClose()
    },
  })
  const isConflict = rotate.error instanceof Problem && rotate.error.status === 409
  return (
    <Stack>
      <Text size="sm">{words.lead}</Text>
      <List type="ordered" size="sm" spacing={4}>
        {words.steps.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
      <Checkbox
        label={words.now}
        description={words.nowHint}
        checked={now}
        onChange={({ currentTarget }) => {
          setNow(currentTarget.checked)
          rotate.reset()
        }}
      />
      <ProblemAlert fault={rotate.error} {...(isConflict && { title: words.conflict })} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {common.actions.cancel}
        </Button>
        <Button
          {...(now && { color: 'red.8' })}
          loading={rotate.isPending}
          onClick={() => rotate.mutate()}
        >
          {words.action}
        </Button>
      </Group>
    </Stack>
  )
}
