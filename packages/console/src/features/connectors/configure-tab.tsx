import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { useState } from 'react'
import { useApi } from '#api/context.tsx'
import { type Loaded, saveOver } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import { ConflictChoice, type Difference } from '#ui/conflict.tsx'
import { differencesTold } from '#ui/differences.ts'
import { notifyDone, notifyProblem } from '#ui/notify.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { SecretsOnce } from '#ui/secrets-once.tsx'
import { ConnectorForm } from './connector-form.tsx'
import { fields } from './fields.ts'
import { formWords as words } from './form-messages.ts'
import { bodyOf, type ConnectorValues, type FieldName, valuesOf } from './form-values.ts'
import { keys, useConnector } from './queries.ts'
import { loadConnector, sendConnector } from './store-connector.ts'
import { tellValues } from './tell-values.ts'
import { useConnectorId } from './use-connector-id.ts'

type Connector = Loaded<ConnectorObject>

/** Changes a connector. */
export function ConfigureTab() {
  const query = useConnector(useConnectorId())
  return (
    <QueryView query={query} height={720}>
      {(loaded) => <Editor key={loaded.value.id} loaded={loaded} />}
    </QueryView>
  )
}

type Conflict = {
  readonly mine: ConnectorValues
  readonly theirs: Connector
  readonly differences: readonly Difference[]
}

function Editor({ loaded }: { readonly loaded: Connector }) {
  const api = useApi()
  const queries = useQueryClient()
  const goTo = useGoTo()
  // What it was opened with: what comes in while somebody types changes nothing here.
  const [base, setBase] = useState({ connector: loaded, version: 0 })
  const [conflict, setConflict] = useState<Conflict>()
  const [secret, setSecret] = useState<string>()
  const { id } = loaded.value

  function settle(connector: Connector) {
    setBase(({ version }) => ({ connector, version: version + 1 }))
    queries.setQueryData(keys.one(id), connector)
    setConflict(undefined)
  }

  async function save(values: ConnectorValues, over: Connector, madeSecret?: string) {
    const outcome = await saveOver(over, {
      send: (now) => sendConnector(api, bodyOf(values, base.connector.value), now),
      reload: () => loadConnector(api, id),
      isSame: (one, other) => JSON.stringify(one) === JSON.stringify(other),
    })
    if (outcome.kind === 'conflict') {
      const { theirs } = outcome
      const told = [tellValues(values), tellValues(valuesOf(theirs.value))] as const
      setConflict({
        ...{ mine: values, theirs },
        differences: differencesTold(...told, common.none),
      })
      return false
    }
    settle(outcome.saved)
    await queries.invalidateQueries({ queryKey: keys.list })
    notifyDone(words.saved(outcome.saved.value.name))
    setSecret(madeSecret)
    return true
  }

  return (
    <>
      <ConnectorForm
        key={base.version}
        initial={valuesOf(base.connector.value)}
        before={base.connector.value}
        goTo={base.version === 0 ? goTo : undefined}
        onSave={(values, madeSecret) => save(values, base.connector, madeSecret)}
      />
      <ConflictChoice
        differences={conflict?.differences}
        onKeepMine={() => {
          if (conflict !== undefined) save(conflict.mine, conflict.theirs).catch(notifyProblem)
        }}
        onTakeTheirs={() => {
          if (conflict !== undefined) settle(conflict.theirs)
        }}
        onClose={() => setConflict(undefined)}
      />
      <SecretsOnce
        title={words.secret.onceTitle}
        values={
          secret === undefined ? undefined : [{ label: words.secret.onceLabel, value: secret }]
        }
        onClose={() => setSecret(undefined)}
      />
    </>
  )
}

/** The field that the address names, if there is such a one. */
function useGoTo(): FieldName | undefined {
  const { field } = useSearch({ strict: false }) as { readonly field?: unknown }
  return fields.find(({ name }) => name === field)?.name
}
