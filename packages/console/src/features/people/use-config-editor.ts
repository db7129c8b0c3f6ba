import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import type { Told } from '#ui/differences.ts'
import { notifyDone } from '#ui/notify.tsx'
import { type Editor, useEditor } from '#ui/use-editor.ts'
import { type Kind, loadConfig, writeConfig } from './calls.ts'
import { keys } from './config.ts'

/** The form of one object: made anew it leads to its page, else one stays on it. */
export function useConfigEditor<
  Wire extends { readonly id: number },
  Values extends { readonly name: string },
>(about: {
  readonly kind: Kind
  readonly loaded: Loaded<Wire> | undefined
  readonly initial: Values
  readonly valuesOf: (wire: Wire) => Values
  readonly bodyOf: (values: Values, before: Wire | undefined) => object
  readonly tell: (values: Values) => Told
  /** Where its page is, below the account's path. */
  readonly pageOf: (id: number) => string
}): Editor<Values> {
  const { kind, loaded, bodyOf } = about
  const api = useApi()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useEditor<Wire, Values>({
    loaded,
    initial: about.initial,
    valuesOf: about.valuesOf,
    tell: about.tell,
    send: (values, over) => writeConfig(api, kind, { body: bodyOf(values, over?.value), over }),
    reload: () => loadConfig<Wire>(api, { kind, id: loaded?.value.id ?? 0 }),
    validate: ({ name }) => (name.trim() === '' ? { name: common.required } : {}),
    async onSaved(saved) {
      client.setQueryData(keys.one(kind, saved.value.id), saved)
      await client.invalidateQueries({ queryKey: keys.all })
      notifyDone(common.saved)
      if (loaded !== undefined) return
      const to = `/$accountId${about.pageOf(saved.value.id)}` as '/$accountId'
      await navigate({ to, params: { accountId: api.accountId } })
    },
  })
}
