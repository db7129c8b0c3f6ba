import { SegmentedControl } from '@mantine/core'
import type { RefObject } from 'react'
import { common } from '#messages/common.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { applicationWords } from './messages.ts'

const words = applicationWords.form

/** By what a manifest is written. */
export type Way = 'form' | 'manifest'

/** Whether what is shown has something that would be lost; set by what is shown. */
export type Dirty = RefObject<() => boolean>

/** The switch between form and manifest. What would be lost by it is asked about. */
export function WaySwitch({
  way,
  onChange,
  dirty,
}: {
  readonly way: Way
  readonly onChange: (way: Way) => void
  readonly dirty: Dirty
}) {
  const confirm = useConfirm()
  const { title, lead, action } = common.unsaved
  async function change(next: Way) {
    if (dirty.current() && !(await confirm({ title, lead, action }))) return
    dirty.current = () => false
    onChange(next)
  }
  return (
    <SegmentedControl
      aria-label={words.way}
      value={way}
      onChange={(value) => void change(value === 'manifest' ? 'manifest' : 'form')}
      data={[
        { value: 'form', label: words.byForm },
        { value: 'manifest', label: words.byManifest },
      ]}
    />
  )
}
