import { Alert, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import type { Key } from './key-form.ts'
import { momentOf } from './key-time.ts'
import { type Issued, KeyValuesOnce } from './key-values-once.tsx'
import { apiKeyWords } from './messages.ts'
import { issue, keys, paths } from './queries.ts'

const words = apiKeyWords.reroll
const dates = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
/** In this order: numbers as names of an object would be sorted. */
const overlaps = ['1440', '60', '10080', '43200', '0'] as const

/** New secrets for a key: how long the present ones work on, and then the new ones, once. */
export function RerollDialog({
  apiKey,
  opened,
  onClose,
}: {
  readonly apiKey: Key
  readonly opened: boolean
  readonly onClose: () => void
}) {
  const [issued, setIssued] = useState<Issued>()
  return (
    <>
      <Modal opened={opened} onClose={onClose} title={words.title(apiKey.appName)} size="lg">
        {opened ? (
          <RerollForm
            apiKey={apiKey}
            onCancel={onClose}
            onIssued={(fresh) => {
              onClose()
              setIssued(fresh)
            }}
          />
        ) : null}
      </Modal>
      <KeyValuesOnce issued={issued} onClose={() => setIssued(undefined)} />
    </>
  )
}

function RerollForm({
  apiKey,
  onCancel,
  onIssued,
}: {
  readonly apiKey: Key
  readonly onCancel: () => void
  readonly onIssued: (issued: Issued) => void
}) {
  const api = useApi()
  const client = useQueryClient()
  const [overlap, setOverlap] = useState<string>('1440')
  const [fault, setFault] = useState<unknown>()
  const [isWorking, setWorking] = useState(false)
  const { keyId, appName, privileges, rerollOverlapUntil } = apiKey
  const until = momentOf(rerollOverlapUntil)

  async function submit() {
    setWorking(true)
    setFault(undefined)
    try {
      const body = { overlapMinutes: Number(overlap) }
      const { credentials } = await issue(api, paths.reroll(keyId), body)
      await client.invalidateQueries({ queryKey: keys.all })
      onIssued({ title: words.done(appName), credentials, privileges })
    } catch (thrown) {
      setFault(thrown)
      setWorking(false)
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack>
        <Text>{words.lead}</Text>
        {until === undefined ? null : (
          <Alert color="yellow">{words.second(dates.format(until))}</Alert>
        )}
        <Radio.Group
          label={words.overlap}
          description={words.overlapHint}
          value={overlap}
          onChange={setOverlap}
        >
          <Stack gap="xs" mt="xs">
            {overlaps.map((minutes) => (
              <Radio key={minutes} value={minutes} label={words.overlaps[minutes]} />
            ))}
          </Stack>
        </Radio.Group>
        {overlap === '0' ? <Alert color="red">{words.now}</Alert> : null}
        <ProblemAlert fault={fault} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {common.actions.cancel}
          </Button>
          <Button type="submit" loading={isWorking}>
            {words.action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
