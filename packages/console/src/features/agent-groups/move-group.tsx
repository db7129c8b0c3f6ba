import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { AgentGroup } from '@watchword/protocol/api/agent-group.ts'
import { useState } from 'react'
import { useApi } from '#api/context.tsx'
import { changeNewest } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import { notifyDone, notifyUndo } from '#ui/notify.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { loadConfig, writeConfig } from '../people/calls.ts'
import { keys } from '../people/config.ts'
import { type GroupRights, parentsFor } from './group.ts'
import { groupWords as words } from './messages.ts'
import { moveOf, parentOf } from './moving.ts'

type Props = {
  /** `undefined`: closed. */
  readonly group: AgentGroup | undefined
  readonly groups: readonly AgentGroup[]
  readonly rights: GroupRights
  readonly onClose: () => void
}

/** Puts a group below another one. It can be taken back. */
export function MoveGroup({ group, onClose, ...rest }: Props) {
  return (
    <Modal
      opened={group !== undefined}
      onClose={onClose}
      title={group === undefined ? '' : words.moveTitle(group.name)}
    >
      {group === undefined ? null : (
        <Body key={group.id} group={group} onClose={onClose} {...rest} />
      )}
    </Modal>
  )
}

function Body({ group, groups, rights, onClose }: Props & { readonly group: AgentGroup }) {
  const api = useApi()
  const client = useQueryClient()
  const [parent, setParent] = useState(parentOf(group))
  const [fault, setFault] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const parents = parentsFor(groups, group.id, rights)

  async function put(parentGroupId: number) {
    await changeNewest<AgentGroup>({
      reload: () => loadConfig(api, { kind: 'agentGroups', id: group.id }),
      send: (over) =>
        writeConfig(api, 'agentGroups', { body: { ...over.value, parentGroupId }, over }),
    })
    await client.invalidateQueries({ queryKey: keys.all })
  }

  const target = moveOf(group, parent)

  async function move() {
    if (target === undefined) return
    setBusy(true)
    setFault(undefined)
    try {
      await put(target)
      const name = groups.find(({ id }) => `${id}` === parent)?.name ?? parent
      const before = group.parentGroupId
      if (before == null) notifyDone(words.moved(group.name, name))
      else notifyUndo(words.moved(group.name, name), () => put(before))
      onClose()
    } catch (thrown) {
      setFault(thrown)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Stack>
      <Text size="sm">{words.moveLead}</Text>
      <Select
        label={words.parent}
        description={words.parentHint}
        data={[...parents]}
        searchable
        allowDeselect={false}
        value={parent}
        onChange={(chosen) => setParent(chosen ?? parent)}
        openOnFocus={false}
        data-autofocus
      />
      <ProblemAlert fault={fault} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {common.actions.cancel}
        </Button>
        <Button onClick={move} loading={busy} disabled={target === undefined}>
          {words.move}
        </Button>
      </Group>
    </Stack>
  )
}
