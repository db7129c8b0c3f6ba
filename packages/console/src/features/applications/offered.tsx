import { Badge, Button, Group, List, Modal, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ApplicationObject, Manifest } from '@watchword/protocol/api/application.ts'
import type { OfferedApplications } from '@watchword/protocol/api/application-reports.ts'
import { useState } from 'react'
import { useApi } from '#api/context.tsx'
import { notifyDone } from '#ui/notify.tsx'
import { AccountLink } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { SecretsOnce } from '#ui/secrets-once.tsx'
import { AppMark } from './app-mark.tsx'
import { type Application, nameOf, scopesGained, scopesOf } from './manifest.ts'
import { applicationWords } from './messages.ts'
import { paths, refresh, useOffered, useScopes } from './queries.ts'
import { explained } from './scope-choice.ts'
import { type ShownSecret, secretValues } from './secret-values.ts'

const words = applicationWords.offered

export type OfferedApplication = OfferedApplications['applications'][number]

/** What the operator published: to be installed, and to be updated when somebody has read what is new. */
export function Offered({ applications }: { readonly applications: readonly Application[] }) {
  const { data } = useOffered()
  if (data === undefined || data.length === 0) return null
  return (
    <Stack component="section" gap="sm" aria-labelledby="offered">
      <Stack gap={2}>
        <Title order={2} size="h4" id="offered">
          {words.title}
        </Title>
        <Text size="sm" c="dimmed">
          {words.lead}
        </Text>
      </Stack>
      <ul className="ww-card ww-list" aria-labelledby="offered">
        {data.map((offered) => (
          <Row
            key={offered.id}
            offered={offered}
            installed={applications.find(({ id }) => id === offered.installed?.id)}
          />
        ))}
      </ul>
    </Stack>
  )
}

type OfferProps = {
  readonly offered: OfferedApplication
  readonly installed: Application | undefined
}

function Row({ offered, installed }: OfferProps) {
  const manifest = offered.manifest as Manifest
  const name = nameOf(manifest)
  return (
    <li className="ww-list-row">
      <AppMark name={name} />
      <Stack gap={2} flex={1} miw={200}>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          <Badge variant="default" tt="none" fw={500}>
            {words.version(offered.version)}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {manifest.description ?? manifest.client_name}
        </Text>
      </Stack>
      {offered.installed?.version === offered.version ? (
        <AccountLink to={`/applications/${offered.installed.id}`}>{words.installed}</AccountLink>
      ) : (
        <TakeOffer offered={offered} installed={installed} />
      )}
    </li>
  )
}

/** The button, and the review before it: what is agreed to is the version that was read. */
export function TakeOffer({ offered, installed }: OfferProps) {
  const [open, setOpen] = useState(false)
  const [secret, setSecret] = useState<ShownSecret>()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { accountId } = useApi()
  const name = nameOf(offered.manifest as Manifest)
  const isUpdate = offered.installed !== null
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        {isUpdate ? words.update : words.install}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={isUpdate ? words.updateOf(name, offered.version) : words.installOf(name)}
      >
        <Review {...{ offered, installed }} onDone={setSecret} onClose={() => setOpen(false)} />
      </Modal>
      <SecretsOnce
        title={applicationWords.secret.title(name)}
        values={secretValues(secret)}
        onClose={() => {
          const id = secret?.clientId
          setSecret(undefined)
          void refresh(queries)
          navigate({ to: `/$accountId/applications/${id}` as '/$accountId', params: { accountId } })
        }}
      />
    </>
  )
}

function Review({
  offered,
  installed,
  onDone,
  onClose,
}: OfferProps & {
  readonly onDone: (secret: ShownSecret) => void
  readonly onClose: () => void
}) {
  const api = useApi()
  const queries = useQueryClient()
  const [fault, setFault] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const manifest = offered.manifest as Manifest
  const name = nameOf(manifest)
  async function take() {
    setBusy(true)
    setFault(undefined)
    const { version } = offered
    const path = installed === undefined ? paths.install(offered.id) : paths.update(installed.id)
    try {
      const { body } = await api.call<ApplicationObject>('POST', path, { body: { version } })
      const { client_id: clientId, client_secret: secret } = body
      onClose()
      notifyDone(installed === undefined ? words.installedNow(name) : words.updatedNow(name))
      const isShown = installed === undefined && manifest.token_endpoint_auth_method !== 'none'
      // What is offered is read again when the secret was seen: it is shown from the offer that goes away then.
      if (isShown && secret !== undefined) return onDone({ clientId, secret })
    } catch (thrown) {
      setFault(thrown)
    } finally {
      setBusy(false)
    }
    await refresh(queries)
  }
  return (
    <Stack>
      {offered.firstParty ? <Text>{words.firstParty}</Text> : null}
      <ScopeList
        title={words.review}
        scopes={scopesOf(manifest)}
        gained={installed === undefined ? [] : scopesGained(installed, manifest)}
      />
      <ProblemAlert fault={fault} />
      <Group justify="flex-end">
        <Button onClick={take} loading={busy} data-autofocus>
          {installed === undefined ? words.agree : words.agreeUpdate}
        </Button>
      </Group>
    </Stack>
  )
}

function ScopeList({
  title,
  scopes,
  gained,
}: {
  readonly title: string
  readonly scopes: readonly string[]
  readonly gained: readonly string[]
}) {
  const { data = [] } = useScopes()
  return (
    <Stack gap={4}>
      <Text fw={500} size="sm">
        {title}
      </Text>
      {scopes.length === 0 ? <Text size="sm">{words.none}</Text> : null}
      <List size="sm">
        {explained(scopes, data).map(({ scope, description }) => (
          <List.Item key={scope}>
            {description ?? scope}
            {gained.includes(scope) ? <strong>{` · ${words.gained}`}</strong> : null}
          </List.Item>
        ))}
      </List>
    </Stack>
  )
}
