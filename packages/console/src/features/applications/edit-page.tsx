import { Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { ApplicationObject } from '@watchword/protocol/api/application.ts'
import { useEffect, useRef, useState } from 'react'
import { useApi } from '#api/context.tsx'
import { type Loaded, saveOver } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import { ConflictChoice } from '#ui/conflict.tsx'
import { differencesTold } from '#ui/differences.ts'
import { EditorForm } from '#ui/editor-form.tsx'
import { notifyDone, notifyProblem } from '#ui/notify.tsx'
import { Page } from '#ui/page.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useEditor } from '#ui/use-editor.ts'
import { AppFields } from './app-form.tsx'
import { type FormValues, faultsIn, manifestFrom, valuesOf } from './form-values.ts'
import { labels } from './labels.ts'
import { type Application, manifestOf, nameOf } from './manifest.ts'
import { asJson, ManifestPane } from './manifest-pane.tsx'
import { applicationWords } from './messages.ts'
import {
  loadedFrom,
  noSecrets,
  paths,
  readApplication,
  refresh,
  useApplication,
} from './queries.ts'
import { isSameManifest, toldOf } from './told.ts'
import { type Dirty, type Way, WaySwitch } from './way.tsx'

const words = applicationWords.form

/** Changes an application, by form or by manifest. */
export function EditPage() {
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string }
  const query = useApplication(id)
  const name = query.data === undefined ? '…' : nameOf(query.data.value)
  const [way, setWay] = useState<Way>('form')
  const dirty = useRef(() => false)
  return (
    <Page
      title={words.editTitle(name)}
      width="text"
      crumbs={[
        { label: applicationWords.applications, to: '/applications' },
        { label: name, to: `/applications/${id}` },
      ]}
    >
      <QueryView query={query} height={600}>
        {(loaded) => (
          <Stack gap="lg">
            <WaySwitch way={way} onChange={setWay} dirty={dirty} />
            {way === 'form' ? (
              <ByForm loaded={loaded} dirty={dirty} />
            ) : (
              <ByManifest loaded={loaded} dirty={dirty} />
            )}
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

type EditProps = { readonly loaded: Loaded<Application>; readonly dirty: Dirty }

/** Replaces the whole manifest; whether it is on, and whose it is, stays. */
function useReplace(id: string) {
  const api = useApi()
  return async (body: unknown, { revision }: Loaded<Application>) =>
    loadedFrom(
      await api.call<ApplicationObject>('PUT', paths.installation(id), {
        body,
        ifMatch: revision,
        query: noSecrets,
      }),
    )
}

function useSaved() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { accountId } = useApi()
  return async ({ value }: Loaded<Application>) => {
    notifyDone(words.saved(nameOf(value)))
    await refresh(queries)
    await navigate({
      to: `/$accountId/applications/${value.id}` as '/$accountId',
      params: { accountId },
    })
  }
}

function ByForm({ loaded, dirty }: EditProps) {
  const { id } = loaded.value
  const api = useApi()
  const replace = useReplace(id)
  const editor = useEditor<Application, FormValues>({
    loaded,
    initial: valuesOf(manifestOf(loaded.value)),
    valuesOf: (application) => valuesOf(manifestOf(application)),
    validate: (values) => faultsIn(values, words.faults),
    tell: (values) => toldOf(manifestFrom(values, manifestOf(loaded.value)), labels),
    send: (values, over = loaded) => replace(manifestFrom(values, manifestOf(over.value)), over),
    reload: () => readApplication(api, id),
    onSaved: useSaved(),
  })
  useEffect(() => {
    dirty.current = () => editor.form.isDirty()
  })
  return (
    <EditorForm
      editor={editor}
      submitLabel={words.save}
      cancelTo={`/applications/${id}`}
      label={words.editTitle(nameOf(loaded.value))}
    >
      <AppFields form={editor.form} />
    </EditorForm>
  )
}

type Conflict = {
  readonly text: string
  readonly settle: () => void
  readonly theirs: Loaded<Application>
}

function ByManifest({ loaded, dirty }: EditProps) {
  const { id } = loaded.value
  const api = useApi()
  const replace = useReplace(id)
  const saved = useSaved()
  const [base, setBase] = useState(loaded)
  const [conflict, setConflict] = useState<Conflict>()
  async function send(text: string, settle: () => void, from: Loaded<Application>) {
    setConflict(undefined)
    const outcome = await saveOver(from, {
      send: (over) => replace(asJson(text), over),
      reload: () => readApplication(api, id),
      isSame: isSameManifest,
    })
    if (outcome.kind === 'conflict') return setConflict({ text, settle, theirs: outcome.theirs })
    settle()
    await saved(outcome.saved)
  }
  return (
    <>
      <ManifestPane
        dirty={dirty}
        key={base.revision}
        initial={`${JSON.stringify(manifestOf(base.value), null, 2)}\n`}
        submitLabel={words.save}
        cancelTo={`/applications/${id}`}
        onSend={(text, settle) => send(text, settle, base)}
      />
      <ConflictChoice
        differences={conflict && differencesOf(conflict)}
        onKeepMine={() => {
          if (conflict === undefined) return
          send(conflict.text, conflict.settle, conflict.theirs).catch(notifyProblem)
        }}
        onTakeTheirs={() => {
          if (conflict !== undefined) setBase(conflict.theirs)
          setConflict(undefined)
        }}
        onClose={() => setConflict(undefined)}
      />
    </>
  )
}

function differencesOf({ text, theirs }: Conflict) {
  const mine = JSON.parse(text) as Application
  return differencesTold(
    toldOf(manifestOf(mine), labels),
    toldOf(manifestOf(theirs.value), labels),
    common.none,
  )
}
