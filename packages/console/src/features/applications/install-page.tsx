import { Group, Radio, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ApplicationObject, Manifest } from '@watchword/protocol/api/application.ts'
import { useRef, useState } from 'react'
import { useApi } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import { EditorForm } from '#ui/editor-form.tsx'
import { Page } from '#ui/page.tsx'
import { SecretsOnce } from '#ui/secrets-once.tsx'
import { useEditor } from '#ui/use-editor.ts'
import { AppFields } from './app-form.tsx'
import { Connect } from './connect.tsx'
import { secretIn } from './facts.ts'
import { type FormValues, faultsIn, manifestFrom, valuesOf } from './form-values.ts'
import { labels } from './labels.ts'
import {
  type Application,
  type Kind,
  kindOf,
  kinds,
  manifestOf,
  nameOf,
  startOf,
} from './manifest.ts'
import { asJson, ManifestPane } from './manifest-pane.tsx'
import { applicationWords } from './messages.ts'
import { loadedFrom, noSecrets, paths, readApplication, refresh } from './queries.ts'
import { type ShownSecret, secretValues } from './secret-values.ts'
import { toldOf } from './told.ts'
import { type Dirty, type Way, WaySwitch } from './way.tsx'

const words = applicationWords.form
const list = '/applications'

type Made = { readonly application: Application; readonly secret: ShownSecret | undefined }

/** A new application, by form or by manifest. */
export function InstallPage() {
  const [way, setWay] = useState<Way>('form')
  const dirty = useRef(() => false)
  const [made, setMade] = useState<Made>()
  const draft = useRef<Manifest>(newManifest('web'))
  const leave = useLeave()
  const done = (application: Application) => leave(application.id)
  async function keep(next: Made) {
    if (next.secret === undefined) await done(next.application)
    else setMade(next)
  }
  return (
    <Page
      title={words.title}
      lead={words.lead}
      width="text"
      crumbs={[{ label: applicationWords.applications, to: list }]}
    >
      <Stack gap="lg">
        <WaySwitch way={way} onChange={setWay} dirty={dirty} />
        {way === 'form' ? (
          <ByForm draft={draft} onMade={keep} />
        ) : (
          <ByManifest draft={draft.current} onMade={keep} dirty={dirty} />
        )}
      </Stack>
      <SecretsOnce
        title={applicationWords.secret.title(made === undefined ? '' : nameOf(made.application))}
        values={secretValues(made?.secret)}
        onClose={() => {
          const application = made?.application
          setMade(undefined)
          if (application !== undefined) void done(application)
        }}
      >
        {made === undefined ? null : (
          <Stack gap="xs">
            <Text fw={500}>{applicationWords.secret.next}</Text>
            <Connect clientId={made.application.id} manifest={made.application} withId={false} />
          </Stack>
        )}
      </SecretsOnce>
    </Page>
  )
}

function useLeave() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { accountId } = useApi()
  return async (id: string) => {
    await refresh(queries)
    await navigate({
      to: `/$accountId${list}/${id}` as '/$accountId',
      params: { accountId },
    })
  }
}

type WayProps = { readonly onMade: (made: Made) => Promise<void> }

/** Sends it; the secret is taken out of the answer before anything keeps it. */
function useInstall() {
  const api = useApi()
  return async (body: unknown): Promise<Loaded<Application> & Made> => {
    const answer = await api.call<ApplicationObject>('POST', paths.installations, {
      body,
      query: { v: noSecrets.v },
    })
    const loaded = loadedFrom(answer)
    return { ...loaded, application: loaded.value, secret: secretIn(answer.body) }
  }
}

function ByForm({ draft, onMade }: WayProps & { readonly draft: { current: Manifest } }) {
  const api = useApi()
  const install = useInstall()
  const [kind, setKind] = useState<Kind>(kindOf(draft.current))
  const made = useRef<Made>(undefined)
  const base = newManifest(kind)
  const editor = useEditor<Application, FormValues>({
    loaded: undefined,
    initial: valuesOf(draft.current),
    valuesOf: (application) => valuesOf(manifestOf(application)),
    validate: (values) => faultsIn(values, words.faults),
    tell: (values) => toldOf(manifestFrom(values, base), labels),
    send: async (values) => {
      const { application, secret, ...loaded } = await install(manifestFrom(values, base))
      made.current = { application, secret }
      return loaded
    },
    reload: () => readApplication(api, made.current?.application.id ?? ''),
    onSaved: async () => {
      const now = made.current
      made.current = undefined
      if (now !== undefined) await onMade(now)
    },
  })
  const { form } = editor
  draft.current = manifestFrom(form.getValues(), base)
  function choose(next: Kind) {
    setKind(next)
    const { grant_types, application_type, token_endpoint_auth_method } = valuesOf(
      newManifest(next),
    )
    form.setValues({ grant_types, application_type, token_endpoint_auth_method })
  }
  return (
    <EditorForm editor={editor} submitLabel={words.submit} cancelTo={list} label={words.title}>
      <KindChoice kind={kind} onChoose={choose} />
      <AppFields form={form} isFolded />
    </EditorForm>
  )
}

function ByManifest({
  draft,
  onMade,
  dirty,
}: WayProps & { readonly draft: Manifest; readonly dirty: Dirty }) {
  const install = useInstall()
  return (
    <ManifestPane
      dirty={dirty}
      initial={`${JSON.stringify(draft, null, 2)}\n`}
      submitLabel={words.submit}
      cancelTo={list}
      onSend={async (text, settle) => {
        const { application, secret } = await install(asJson(text))
        settle()
        await onMade({ application, secret })
      }}
    />
  )
}

function newManifest(kind: Kind): Manifest {
  return { client_name: '', ...startOf(kind) }
}

function KindChoice(of: { readonly kind: Kind; readonly onChoose: (kind: Kind) => void }) {
  return (
    <Radio.Group
      label={words.kind}
      value={of.kind}
      onChange={(value) => of.onChoose(kinds.find((kind) => kind === value) ?? 'web')}
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" mt="xs">
        {kinds.map((kind) => (
          <Radio.Card key={kind} value={kind} p="md" radius="md" bg="var(--ww-paper)">
            <Group wrap="nowrap" align="flex-start" gap="sm">
              <Radio.Indicator />
              <Stack gap={2}>
                <Text fw={500} size="sm">
                  {applicationWords.kinds[kind]}
                </Text>
                <Text size="sm" c="dimmed">
                  {applicationWords.kindLeads[kind]}
                </Text>
              </Stack>
            </Group>
          </Radio.Card>
        ))}
      </SimpleGrid>
    </Radio.Group>
  )
}
