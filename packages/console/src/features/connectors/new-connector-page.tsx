import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { useState } from 'react'
import { useApi } from '#api/context.tsx'
import { notifyDone } from '#ui/notify.tsx'
import { Page } from '#ui/page.tsx'
import { SecretsOnce } from '#ui/secrets-once.tsx'
import { ConnectorForm } from './connector-form.tsx'
import { formWords as words } from './form-messages.ts'
import { bodyOf, type ConnectorValues, newValues } from './form-values.ts'
import { connectorWords } from './messages.ts'
import { keys } from './queries.ts'
import { paths } from './store-connector.ts'

/** Authentication Server > Configure: a new connector. */
export function NewConnectorPage() {
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [shown, setShown] = useState<{ readonly secret: string; readonly id: number }>()
  const { accountId } = api

  const open = (id: number) =>
    navigate({
      to: `/$accountId/data-sources/connectors/${id}` as '/$accountId',
      params: { accountId },
    })

  async function save(values: ConnectorValues, madeSecret: string | undefined) {
    const { body } = await api.call<ConnectorObject>('POST', paths.connectors, {
      body: bodyOf(values),
    })
    await queries.invalidateQueries({ queryKey: keys.all })
    notifyDone(words.saved(body.name))
    if (madeSecret === undefined) await open(body.id)
    else setShown({ secret: madeSecret, id: body.id })
    return true
  }

  return (
    <Page
      title={words.newTitle}
      lead={words.newLead}
      crumbs={[{ label: connectorWords.title, to: '/data-sources/connectors' }]}
    >
      <ConnectorForm initial={newValues} before={undefined} onSave={save} />
      <SecretsOnce
        title={words.secret.onceTitle}
        values={shown && [{ label: words.secret.onceLabel, value: shown.secret }]}
        onClose={() => {
          if (shown !== undefined) open(shown.id)
          setShown(undefined)
        }}
      />
    </Page>
  )
}
