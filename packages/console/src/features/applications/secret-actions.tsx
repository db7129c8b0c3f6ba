import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ApplicationObject } from '@watchword/protocol/api/application.ts'
import { useState } from 'react'
import { useApi } from '#api/context.tsx'
import { notifyProblem } from '#ui/notify.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { SecretsOnce } from '#ui/secrets-once.tsx'
import { type Application, nameOf } from './manifest.ts'
import { applicationWords } from './messages.ts'
import { noSecrets, paths, refresh } from './queries.ts'
import { type ShownSecret, secretValues } from './secret-values.ts'

const words = applicationWords.secret

/** What is asked and shown of a secret; the secret itself is here for as long as it is shown. */
export type SecretState = {
  readonly show: () => void
  readonly askForNew: () => void
  readonly isAsking: boolean
  readonly stopAsking: () => void
  readonly shown: (ShownSecret & { readonly title: string }) | undefined
  readonly tell: (shown: SecretState['shown']) => void
}

export function useSecretActions(application: Application): SecretState {
  const api = useApi()
  const [isAsking, setAsking] = useState(false)
  const [shown, tell] = useState<SecretState['shown']>()
  async function show() {
    const { body } = await api.call<ApplicationObject>('GET', paths.installation(application.id), {
      query: { v: noSecrets.v },
    })
    const { client_secret: secret, client_id: clientId } = body
    if (secret === undefined) throw new Error(words.none)
    tell({ clientId, secret, title: words.shownTitle(nameOf(application)) })
  }
  return {
    show: () => void show().catch(notifyProblem),
    askForNew: () => setAsking(true),
    isAsking,
    stopAsking: () => setAsking(false),
    shown,
    tell,
  }
}

/** The dialogs of a secret. */
export function SecretActions({
  application,
  actions,
}: {
  readonly application: Application
  readonly actions: SecretState
}) {
  const { shown, tell, isAsking, stopAsking } = actions
  return (
    <>
      <Modal opened={isAsking} onClose={stopAsking} title={words.newTitle(nameOf(application))}>
        <Reroll application={application} actions={actions} />
      </Modal>
      <SecretsOnce
        title={shown?.title ?? ''}
        values={secretValues(shown)}
        onClose={() => tell(undefined)}
      />
    </>
  )
}

function Reroll({
  application,
  actions,
}: {
  readonly application: Application
  readonly actions: SecretState
}) {
  const api = useApi()
  const queries = useQueryClient()
  const [overlap, setOverlap] = useState('1440')
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>()
  async function make() {
    setBusy(true)
    setFault(undefined)
    try {
      const body = { overlapMinutes: Number(overlap) }
      const path = paths.reroll(application.id)
      const { body: made } = await api.call<ApplicationObject>('POST', path, { body })
      const { client_id: clientId, client_secret: secret = '' } = made
      actions.stopAsking()
      actions.tell({ clientId, secret, title: words.newTitle(nameOf(application)) })
      await refresh(queries)
    } catch (thrown) {
      setFault(thrown)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Stack>
      <Text>{words.rerollLead}</Text>
      <Select
        label={words.overlap}
        data={Object.entries(words.overlaps).map(([value, label]) => ({ value, label }))}
        value={overlap}
        allowDeselect={false}
        onChange={(value) => setOverlap(value ?? '0')}
      />
      <ProblemAlert fault={fault} />
      <Group justify="flex-end">
        <Button onClick={make} loading={busy}>
          {words.make}
        </Button>
      </Group>
    </Stack>
  )
}
