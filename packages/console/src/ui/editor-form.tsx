import { Button, Group, Stack } from '@mantine/core'
import { type FormEvent, type ReactNode, useRef } from 'react'
import { common } from '#messages/common.ts'
import { ConflictChoice } from './conflict.tsx'
import { LinkButton } from './link-button.tsx'
import { ProblemAlert } from './problem-alert.tsx'
import type { Editor } from './use-editor.ts'

/** The frame of a form: its fields, what went wrong, and the buttons. Faults of fields take the focus. */
export function EditorForm<Values extends object>({
  editor,
  children,
  submitLabel,
  cancelTo,
  label,
  buttons,
  submits = true,
}: {
  readonly editor: Editor<Values>
  readonly children: ReactNode
  readonly submitLabel: string
  /** Where it leads back to, below the account's path. */
  readonly cancelTo: string
  readonly label: string
  /** Beside the button that saves. */
  readonly buttons?: ReactNode
  /** `false`: not from here, as in a step that is not the last. */
  readonly submits?: boolean
}) {
  const form = useRef<HTMLFormElement>(null)
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!submits) return
    await editor.submit()
    // Once what is wrong is shown.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  return (
    <form ref={form} onSubmit={submit} noValidate aria-label={label}>
      <Stack gap="lg">
        {children}
        <ProblemAlert fault={editor.fault} />
        <Group justify="flex-end" gap="sm">
          <LinkButton to={cancelTo} variant="default">
            {common.actions.cancel}
          </LinkButton>
          {buttons}
          {submits ? (
            <Button type="submit" loading={editor.saving}>
              {submitLabel}
            </Button>
          ) : null}
        </Group>
      </Stack>
      <ConflictChoice {...editor.conflict} />
    </form>
  )
}
