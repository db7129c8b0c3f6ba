import './settings.css'
import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { SettingsAnswer } from '@watchword/protocol/api/settings.ts'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { useApi } from '#api/context.tsx'
import type { Loaded } from '#api/save-over.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { ConflictChoice } from '#ui/conflict.tsx'
import { notifyDone } from '#ui/notify.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { SectionHead } from '#ui/section-head.tsx'
import { useEditor } from '#ui/use-editor.ts'
import {
  type FieldGroup,
  faultsOfSettings,
  fieldsOf,
  keyOf,
  type SettingValues,
  valueAt,
  valuesOf,
} from './fields.ts'
import { Forecast } from './forecast.tsx'
import { settingWords as words } from './messages.ts'
import { withAddress } from './own-address.ts'
import { atFields, patchOf, rangeFaults, type SettingsPatch } from './patch.ts'
import { previewSettings, readSettings, saveSettings, settingKeys } from './queries.ts'
import { SettingField } from './setting-field.tsx'
import { tellValues } from './tell.ts'

/** A form over some settings: each with its default, and what saving it does to whoever is logged in. */
export function SettingsForm({
  label,
  groups,
  loaded,
}: {
  readonly label: string
  readonly groups: readonly FieldGroup[]
  readonly loaded: Loaded<SettingsAnswer>
}) {
  const api = useApi()
  const queries = useQueryClient()
  const agree = useAgreement()
  const element = useRef<HTMLFormElement>(null)
  const force = useRef(false)
  const [atRanges, setAtRanges] = useState(rangeFaults(undefined))
  const fields = fieldsOf(groups)
  const editor = useEditor<SettingsAnswer, SettingValues>({
    loaded,
    initial: {},
    valuesOf: (answer) => valuesOf(fields, answer),
    send: async (values, over) => {
      const base = over === undefined ? {} : valuesOf(fields, over.value)
      const asked = { ifMatch: over?.revision, force: force.current }
      try {
        return await saveSettings(api, patchOf(fields, values, base), asked)
      } catch (fault) {
        setAtRanges(rangeFaults(fault))
        throw atFields(fault, fields)
      }
    },
    reload: () => readSettings(api),
    onSaved: (saved) => {
      queries.setQueryData(settingKeys.all, saved)
      notifyDone(words.saved)
    },
    tell: (values) => tellValues(fields, values, words),
    validate: (values) => faultsOfSettings(fields, values, words.number),
  })
  const { form } = editor
  const values = form.getValues()
  // Over what was saved or taken over last, which need not be what the page was opened with.
  const patch = patchOf(fields, values, form.getInitialValues())

  async function submit(event: FormEvent) {
    event.preventDefault()
    const answer = await agree(patch)
    if (answer === 'no') return
    force.current = answer === 'force'
    await editor.submit()
    force.current = false
    // Once what is wrong is shown.
    setTimeout(() => element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }

  return (
    <form ref={element} onSubmit={submit} noValidate aria-label={label}>
      <Stack gap="xl">
        {groups.map((group) => (
          <SettingGroup key={group.name} name={group.name}>
            {group.fields.map((field) => {
              const key = keyOf(field.path)
              const setting = values[key]
              return setting === undefined ? null : (
                <SettingField
                  key={key}
                  field={field}
                  setting={setting}
                  defaultValue={valueAt(loaded.value.defaults, field.path)}
                  error={form.errors[key]}
                  atRanges={atRanges}
                  onChange={(next) => {
                    form.setFieldValue(key, next)
                    form.clearFieldError(key)
                  }}
                />
              )
            })}
          </SettingGroup>
        ))}
        {form.isDirty() ? (
          <Forecast patch={patch} onAddAddress={(address) => addAddress(form, address)} />
        ) : null}
        <ProblemAlert fault={editor.fault} />
        <Group gap="sm" className="ww-save-bar">
          <Button type="submit" loading={editor.saving} disabled={!form.isDirty()}>
            {words.save}
          </Button>
          {form.isDirty() ? (
            <Button variant="default" onClick={() => form.reset()}>
              {words.discard}
            </Button>
          ) : null}
        </Group>
      </Stack>
      <ConflictChoice {...editor.conflict} />
    </form>
  )
}

function SettingGroup({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const { title, lead, effect } = words.groups[name] ?? { title: name, lead: '', effect: '' }
  return (
    <Stack component="section" gap="md" aria-label={title}>
      <SectionHead title={title} lead={lead} />
      <Stack className="ww-card" p="md" gap="lg">
        {children}
        <Text size="sm" c="dimmed" className="ww-effect">
          {effect}
        </Text>
      </Stack>
    </Stack>
  )
}

/** Asks before sessions end, and before whoever saves locks themselves out: the server is asked what it would do. */
function useAgreement(): (patch: SettingsPatch) => Promise<'yes' | 'force' | 'no'> {
  const api = useApi()
  const confirm = useConfirm()
  return async (patch) => {
    // What is wrong with it is told by saving it.
    const told = await previewSettings(api, patch).catch(() => undefined)
    if (told === undefined) return 'yes'
    const { address, shutsOutCaller, endsSessions, openSessions } = told
    if (shutsOutCaller) {
      const { title, lead, action, word } = words.lockOut
      const asked = { title, lead: lead(address), action, type: word }
      return (await confirm(asked)) ? 'force' : 'no'
    }
    if (endsSessions === 0) return 'yes'
    const { title, lead, action } = words.sure
    return (await confirm({ title, lead: lead(endsSessions, openSessions), action })) ? 'yes' : 'no'
  }
}

function addAddress(
  form: ReturnType<typeof useEditor<SettingsAnswer, SettingValues>>['form'],
  address: string,
): void {
  const key = keyOf('accessRestrictions.ranges')
  form.setFieldValue(key, withAddress(form.getValues()[key], address))
}
