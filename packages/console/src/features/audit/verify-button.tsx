import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconShieldCheck, IconShieldX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { AuditVerdict } from '@watchword/protocol/api/audit.ts'
import { type FormEvent, useState } from 'react'
import { useApi } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { CopyField } from '#ui/copy-field.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { checkpointText, parseCheckpoint } from './checkpoint.ts'
import { auditWords } from './messages.ts'
import { verifyTrail } from './queries.ts'

const words = auditWords.verify

/** Opens the check of the chain. */
export function VerifyButton() {
  const [opened, { open, close }] = useDisclosure()
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconShieldCheck size={16} aria-hidden="true" />}
        onClick={open}
      >
        {words.button}
      </Button>
      <Modal opened={opened} onClose={close} title={words.title} size="lg">
        <Check onClose={close} />
      </Modal>
    </>
  )
}

function Check({ onClose }: { readonly onClose: () => void }) {
  const api = useApi()
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<string>()
  const check = useMutation({
    mutationFn: () => verifyTrail(api, parseCheckpoint(typed)),
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    const isGood = typed.trim() === '' || parseCheckpoint(typed) !== undefined
    setFault(isGood ? undefined : words.checkpointFault)
    if (isGood) check.mutate()
  }
  return (
    <form onSubmit={submit} noValidate aria-label={words.title}>
      <Stack>
        <Text size="sm">{words.lead}</Text>
        <TextInput
          label={words.checkpoint}
          description={words.checkpointHint}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          error={fault}
          autoComplete="off"
          spellCheck={false}
        />
        <ProblemAlert fault={check.error} />
        {check.data === undefined ? null : <Verdict verdict={check.data} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common.actions.close}
          </Button>
          <Button type="submit" loading={check.isPending}>
            {words.run}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Verdict({ verdict }: { readonly verdict: AuditVerdict }) {
  const { ok, events = 0, from = 0, to = 0, hash = '', sequence, message } = verdict
  if (!ok) {
    return (
      <Alert
        color="red"
        role="alert"
        title={words.bad}
        icon={<IconShieldX size={20} aria-hidden="true" />}
      >
        {sequence === undefined ? null : `${words.badAt(sequence)} `}
        {message}
      </Alert>
    )
  }
  return (
    <Alert
      color="teal"
      role="status"
      title={words.good}
      icon={<IconShieldCheck size={20} aria-hidden="true" />}
    >
      <Stack gap="xs">
        <Text size="sm">{words.goodText(events, from, to)}</Text>
        {events === 0 ? null : (
          <>
            <CopyField label={words.kept} value={checkpointText({ sequence: to, hash })} />
            <Text size="xs">{words.keptHint}</Text>
          </>
        )}
      </Stack>
    </Alert>
  )
}
