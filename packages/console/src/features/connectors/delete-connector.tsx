import { Button, List, Modal, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { useState } from 'react'
import { useApi, useMay } from '#api/context.tsx'
import { common } from '#messages/common.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { notifyDone, notifyProblem } from '#ui/notify.tsx'
import { usesOf } from './in-use.ts'
import { connectorWords } from './messages.ts'
import { keys, statusQuery } from './queries.ts'
import { paths } from './store-connector.ts'

const words = connectorWords.remove

/** Deletes a connector, after saying what stops working; while engagements use it, says which. */
export function DeleteConnector({ connector }: { readonly connector: ConnectorObject }) {
  const mayWrite = useMay('connectors:write')
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const confirm = useConfirm()
  const [uses, setUses] = useState<readonly string[]>()
  const { id, name } = connector
  if (!mayWrite) return null

  async function remove() {
    const status = await queries.fetchQuery(statusQuery(api, id)).catch(() => undefined)
    const came = status?.verified ?? 0
    const isSure = await confirm({
      title: words.title(name),
      lead: words.lead,
      breaks: [words.breaks.pages(name), ...(came > 0 ? [words.breaks.came(came)] : [])],
      action: words.action,
      ...(came > 0 && { type: name }),
    })
    if (!isSure) return
    try {
      await api.call('DELETE', paths.connector(id))
    } catch (fault) {
      const named = usesOf(fault)
      return named.length > 0 ? setUses(named) : notifyProblem(fault)
    }
    const { accountId } = api
    const list = '/$accountId/data-sources/connectors' as '/$accountId'
    await navigate({ to: list, params: { accountId } })
    queries.removeQueries({ queryKey: keys.one(id) })
    await queries.invalidateQueries({ queryKey: keys.list })
    notifyDone(common.deleted(name))
  }

  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTrash size={16} aria-hidden="true" />}
        onClick={remove}
      >
        {words.button}
      </Button>
      <Modal
        opened={uses !== undefined}
        onClose={() => setUses(undefined)}
        title={words.inUse.title(name)}
      >
        <Stack>
          <Text>{words.inUse.lead}</Text>
          <List size="sm">
            {uses?.map((use) => (
              <List.Item key={use}>{use}</List.Item>
            ))}
          </List>
        </Stack>
      </Modal>
    </>
  )
}
