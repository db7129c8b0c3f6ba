import './json-editor.css'
import { Text } from '@mantine/core'
import { type DragEvent, useId, useRef } from 'react'
import type { Place } from './json-text.ts'

/** Something wrong at a place of the text. */
export type TextFault = { readonly place: Place; readonly text: string }

/** A text with numbered lines; what is wrong in it is listed, and each fault leads to its line. */
export function JsonEditor({
  label,
  hint,
  value,
  onChange,
  onFile,
  faults,
  faultsTitle,
  at,
}: {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** A file that was dropped on it. */
  readonly onFile: (file: File) => void
  readonly faults: readonly TextFault[]
  readonly faultsTitle: string
  readonly at: (line: number, column: number) => string
}) {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const lines = useRef<HTMLPreElement>(null)
  function drop(event: DragEvent) {
    const file = event.dataTransfer.files[0]
    if (file === undefined) return
    event.preventDefault()
    onFile(file)
  }
  return (
    <div>
      <Text component="label" htmlFor={id} size="sm" fw={500}>
        {label}
      </Text>
      <Text id={`${id}-hint`} size="sm" c="dimmed" mb={6}>
        {hint}
      </Text>
      <div className="ww-editor">
        <Lines count={value.split(/\r\n|[\n\r]/).length} faults={faults} lines={lines} />
        <textarea
          ref={area}
          id={id}
          value={value}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={faults.length > 0}
          aria-describedby={`${id}-hint ${id}-faults`}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          onScroll={({ currentTarget }) => {
            if (lines.current !== null) lines.current.scrollTop = currentTarget.scrollTop
          }}
          onDrop={drop}
        />
      </div>
      <div id={`${id}-faults`} role="status">
        {faults.length === 0 ? null : (
          <Text size="sm" c="var(--mantine-color-error)" fw={500} mt="xs" px={8}>
            {faultsTitle}
          </Text>
        )}
        <ul className="ww-faults">
          {faults.map(({ place, text }) => (
            <li key={`${place.offset} ${text}`}>
              <button type="button" className="ww-fault" onClick={() => show(area.current, place)}>
                <strong>{at(place.line, place.column)}</strong>
                <span>{text}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function Lines({
  count,
  faults,
  lines,
}: {
  readonly count: number
  readonly faults: readonly TextFault[]
  readonly lines: React.RefObject<HTMLPreElement | null>
}) {
  const wrong = new Set(faults.map(({ place }) => place.line))
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  return (
    <pre ref={lines} className="ww-editor-lines" aria-hidden="true">
      {numbers.map((line) => (
        <span key={line}>{wrong.has(line) ? <b>{`● ${line}\n`}</b> : `${line}\n`}</span>
      ))}
    </pre>
  )
}

/** Puts the caret there, with what follows on its line chosen. */
function show(area: HTMLTextAreaElement | null, { offset, line }: Place): void {
  if (area === null) return
  const end = area.value.slice(offset).search(/[\n\r]/)
  area.focus()
  area.setSelectionRange(offset, end === -1 ? area.value.length : offset + end)
  const lineHeight = Number.parseFloat(getComputedStyle(area).lineHeight)
  area.scrollTop = Math.max(0, (line - 6) * lineHeight)
}
