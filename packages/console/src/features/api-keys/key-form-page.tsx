import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi, useMay } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import { EditorForm } from '#ui/editor-form.tsx'
import { notifyDone } from '#ui/notify.tsx'
import { Page } from '#ui/page.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { QueryView } from '#ui/query-view.tsx'
import { useEditor } from '#ui/use-editor.ts'
import { KeyFields } from './key-fields.tsx'
import {
  bodyOfKey,
  faultsOfKey,
  type Key,
  type KeyValues,
  newKey,
  valuesOfKey,
} from './key-form.ts'
import { type Issued, KeyValuesOnce } from './key-values-once.tsx'
import { apiKeyWords } from './messages.ts'
import { toPrivileges } from './privileges.ts'
import { issue, keys, loadKey, paths, useKey, writeKey } from './queries.ts'

const words = apiKeyWords.form
const crumb = { label: apiKeyWords.title, to: '/data-sources/api-keys' }

export function NewKeyPage() {
  const mayWrite = useMay('apiKeys:write')
  return (
    <Page title={words.new} lead={apiKeyWords.lead} crumbs={[crumb]} width="text">
      {mayWrite ? (
        <KeyForm loaded={undefined} />
      ) : (
        <ProblemAlert fault={common.problem.forbidden} />
      )}
    </Page>
  )
}

export function EditKeyPage() {
  const { keyId = '' } = useParams({ strict: false })
  const query = useKey(keyId)
  const mayWrite = useMay('apiKeys:write')
  const name = query.data?.value.appName ?? ''
  const crumbs = [crumb, { label: name || keyId, to: pageOf(keyId) }]
  return (
    <Page title={words.edit(name)} crumbs={crumbs} width="text">
      {mayWrite ? (
        <QueryView query={query} height={640}>
          {(loaded) => <KeyForm loaded={loaded} />}
        </QueryView>
      ) : (
        <ProblemAlert fault={common.problem.forbidden} />
      )}
    </Page>
  )
}

function pageOf(keyId: string): string {
  return `/data-sources/api-keys/${encodeURIComponent(keyId)}`
}

function KeyForm({ loaded }: { readonly loaded: Loaded<Key> | undefined }) {
  const api = useApi()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [issued, setIssued] = useState<Issued>()
  const keyId = loaded?.value.keyId ?? ''
  const leave = (id: string) => {
    const to = `/$accountId${pageOf(id)}` as '/$accountId'
    return navigate({ to, params: { accountId: api.accountId } })
  }

  async function send(values: KeyValues, over: Loaded<Key> | undefined): Promise<Loaded<Key>> {
    const body = bodyOfKey(values, over?.value)
    if (over !== undefined) return writeKey(api, over, body)
    const { key, credentials, revision } = await issue(api, paths.keys, body)
    setIssued({ title: words.made(key.appName), credentials, privileges: key.privileges })
    return { value: key, revision }
  }

  const editor = useEditor<Key, KeyValues>({
    loaded,
    initial: newKey,
    valuesOf: valuesOfKey,
    send,
    reload: () => loadKey(api, keyId),
    validate: (values) =>
      faultsOfKey(values, {
        required: common.required,
        privileges: words.mayNone,
        ranges: words.wrongRanges,
        rate: words.wrongRate,
      }),
    tell: tellKey,
    async onSaved({ value, revision }) {
      client.setQueryData(keys.one(value.keyId), { value, revision })
      await client.invalidateQueries({ queryKey: keys.all })
      if (loaded === undefined) return
      notifyDone(common.saved)
      await leave(keyId)
    },
  })

  const isNew = loaded === undefined
  return (
    <>
      <EditorForm
        editor={editor}
        label={words.label}
        submitLabel={isNew ? common.actions.create : common.actions.save}
        cancelTo={isNew ? crumb.to : pageOf(keyId)}
      >
        <KeyFields form={editor.form} />
      </EditorForm>
      <KeyValuesOnce
        issued={issued}
        onClose={() => {
          const made = issued?.credentials.keyId ?? ''
          setIssued(undefined)
          void leave(made)
        }}
      />
    </>
  )
}

function tellKey(values: KeyValues) {
  const chosen = toPrivileges(values.privileges)
  return [
    [words.name, values.appName],
    [words.description, values.appDescription],
    [words.may, chosen.map(({ data, type }) => `${data} ${type}`).join(', ')],
    [words.ranges, values.ipRanges.replaceAll('\n', ', ')],
    [words.expires, values.expirationTime.replace('T', ' ')],
    [words.rate, `${values.callsPerMinute}`],
  ] as const
}
