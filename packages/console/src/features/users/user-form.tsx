import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type RefObject, useState } from 'react'
import { common } from '#messages/common.ts'
import { faultsOf } from '#ui/form-problems.ts'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { useUnsaved } from '#ui/use-unsaved.ts'
import { AccessPart, MorePart, RightsPart, WhoPart, WorkPart } from './form-parts.tsx'
import { userWords } from './messages.ts'
import type { Reach } from './reach.ts'
import type { Directory, FullUser } from './user-types.ts'
import { faultsOfForm, formFieldOf, type UserValues } from './user-values.ts'

const words = userWords.form

export type UserFormProps = {
  readonly initial: UserValues
  /** The user as they were read; `undefined`: somebody new. */
  readonly before: FullUser | undefined
  readonly directory: Directory
  readonly reach: Reach
  readonly submitLabel: string
  /** Throws what the server refused. */
  readonly onSubmit: (values: UserValues) => Promise<void>
  /** Set once there is nothing left to lose: the page may be left without a question. */
  readonly settled: RefObject<boolean>
  readonly onCancel: () => void
}

/** Makes or changes a user. Nothing that was typed is lost when it fails. */
export function UserForm(props: UserFormProps) {
  const { initial, before, directory, reach, submitLabel } = props
  const [fault, setFault] = useState<unknown>()
  const [saving, setSaving] = useState(false)
  const form = useForm<UserValues>({
    mode: 'controlled',
    initialValues: initial,
    validate: (values) => sayFaults(values, before),
  })
  useUnsaved(() => !props.settled.current && form.isDirty())

  async function submit(values: UserValues) {
    setFault(undefined)
    setSaving(true)
    try {
      await props.onSubmit(values)
    } catch (refused) {
      const { byField, rest } = faultsOf(refused, Object.keys(formFieldOf))
      form.setErrors(
        Object.fromEntries(
          Object.entries(byField).map(([name, reason]) => [formFieldOf[name] ?? name, reason]),
        ),
      )
      setFault(rest)
    } finally {
      setSaving(false)
    }
  }

  const part = { form, before, directory, reach }
  return (
    <form onSubmit={form.onSubmit(submit, focusFirst)} noValidate>
      <Stack gap="xl">
        <WhoPart {...part} />
        <RightsPart {...part} />
        <WorkPart {...part} />
        <AccessPart {...part} />
        <MorePart {...part} />
        <ProblemAlert fault={fault} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onCancel}>
            {common.actions.cancel}
          </Button>
          <Button type="submit" loading={saving}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function sayFaults(values: UserValues, before: FullUser | undefined) {
  const faults = faultsOfForm(values, before)
  return Object.fromEntries(
    Object.entries(faults).map(([field, fault]) => [field, words.faults[fault]]),
  )
}

/** The first field with a fault, once it is marked. */
function focusFirst(): void {
  setTimeout(() => document.querySelector<HTMLElement>('form [aria-invalid=true]')?.focus())
}
