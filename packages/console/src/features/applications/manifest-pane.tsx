import { Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Problem } from '#api/problem.ts'
import { common } from '#messages/common.ts'
import { JsonEditor } from '#ui/json-editor.tsx'
import { readJson } from '#ui/json-text.ts'
import { LinkButton } from '#ui/link-button.tsx'
import { ProblemAlert } from '#ui/problem-alert.tsx'
import { useUnsaved } from '#ui/use-unsaved.ts'
import { longestManifest } from './limits.ts'
import { type PlacedFault, serverFaults, syntaxFaults } from './manifest-faults.ts'
import { applicationWords } from './messages.ts'
import type { Dirty } from './way.tsx'

const words = applicationWords.manifest

/** A manifest as text: what is wrong with it is told at its line, by this page or by the server. */
export function ManifestPane({
  initial,
  submitLabel,
  cancelTo,
  onSend,
  dirty,
}: {
  readonly initial: string
  readonly submitLabel: string
  readonly cancelTo: string
  /** Sends the text, exactly as it is. What it throws is shown. */
  readonly onSend: (text: string, settle: () => void) => Promise<void>
  readonly dirty: Dirty
}) {
  const [text, setText] = useState(initial)
  // Not a state: whoever leaves right after saving must find it settled.
  const kept = useRef(initial)
  const [refused, setRefused] = useState<{ readonly text: string; readonly fault: unknown }>()
  const [busy, setBusy] = useState(false)
  const isUnsaved = () => text !== kept.current
  useUnsaved(isUnsaved)
  useEffect(() => {
    dirty.current = isUnsaved
  })
  const own = useMemo(() => faultsOfText(text), [text])
  // What the server said is of the text that it was sent.
  const told = refused?.text === text ? serverFaultsOf(text, refused.fault) : []

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (own.length > 0) return
    setBusy(true)
    setRefused(undefined)
    try {
      await onSend(text, () => {
        kept.current = text
      })
    } catch (fault) {
      setRefused({ text, fault })
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={submit} noValidate aria-label={words.label}>
      <Stack gap="lg">
        <Source text={text} setText={setText} faults={[...own, ...told]} />
        {refused === undefined || told.length > 0 ? null : <ProblemAlert fault={refused.fault} />}
        <Group justify="flex-end" gap="sm">
          <LinkButton to={cancelTo} variant="default">
            {common.actions.cancel}
          </LinkButton>
          <Button type="submit" loading={busy} disabled={own.length > 0}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The very text, so that what the server judges is what stands here. */
export function asJson(text: string): Blob {
  return new Blob([text], { type: 'application/json' })
}

function Source({
  text,
  setText,
  faults,
}: {
  readonly text: string
  readonly setText: (text: string) => void
  readonly faults: readonly PlacedFault[]
}) {
  const [unread, setUnread] = useState<string>()
  async function read(file: File | null) {
    if (file === null) return
    setUnread(undefined)
    if (file.size > 2 * longestManifest) return setUnread(words.tooLarge)
    const content = await file.text().catch(() => undefined)
    if (content === undefined || content.includes('\u0000')) return setUnread(words.notText)
    setText(content.replace(/^\ufeff/, ''))
  }
  function tidy() {
    const parsed = readJson(text)
    if (parsed.ok && parsed.duplicates.length === 0) setText(JSON.stringify(parsed.value, null, 2))
  }
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <FileButton onChange={read} accept=".json,application/json">
          {(props) => (
            <Button {...props} variant="default" size="xs">
              {words.choose}
            </Button>
          )}
        </FileButton>
        <Button variant="default" size="xs" onClick={tidy} disabled={text.trim() === ''}>
          {words.format}
        </Button>
      </Group>
      {unread === undefined ? null : (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {unread}
        </Text>
      )}
      <JsonEditor
        label={words.label}
        hint={words.hint}
        value={text}
        onChange={setText}
        onFile={read}
        faults={text.trim() === '' ? [] : faults}
        faultsTitle={words.faultsTitle(faults.length)}
        at={words.at}
      />
    </Stack>
  )
}

function faultsOfText(text: string): readonly PlacedFault[] {
  return syntaxFaults(readJson(text), words.syntax)
}

function serverFaultsOf(text: string, fault: unknown): readonly PlacedFault[] {
  return fault instanceof Problem ? serverFaults(readJson(text), fault.fields) : []
}
