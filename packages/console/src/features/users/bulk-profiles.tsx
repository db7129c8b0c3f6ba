import { Button, Group, Modal, MultiSelect, Stack, Text } from '@mantine/core'
import type { Profile } from '@watchword/protocol/api/profile.ts'
import { useState } from 'react'
import { common } from '#messages/common.ts'
import { userWords } from './messages.ts'

const words = userWords.bulk

type Chosen = { readonly give: readonly number[]; readonly take: readonly number[] }

/** Which profiles many users get, and which they lose. */
export function BulkProfiles({
  opened,
  count,
  profiles,
  onClose,
  onApply,
}: {
  readonly opened: boolean
  readonly count: number
  readonly profiles: readonly Profile[]
  readonly onClose: () => void
  readonly onApply: (chosen: Chosen) => void
}) {
  const [give, setGive] = useState<string[]>([])
  const [take, setTake] = useState<string[]>([])
  const data = profiles.map(({ id, name }) => ({ value: `${id}`, label: name }))
  return (
    <Modal opened={opened} onClose={onClose} title={words.profilesTitle(count)}>
      <Stack>
        <Text size="sm">{words.profilesLead}</Text>
        <MultiSelect
          label={words.give}
          data={data.filter(({ value }) => !take.includes(value))}
          value={give}
          onChange={setGive}
        />
        <MultiSelect
          label={words.take}
          data={data.filter(({ value }) => !give.includes(value))}
          value={take}
          onChange={setTake}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common.actions.cancel}
          </Button>
          <Button
            disabled={give.length + take.length === 0}
            onClick={() => onApply({ give: give.map(Number), take: take.map(Number) })}
          >
            {words.apply}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
