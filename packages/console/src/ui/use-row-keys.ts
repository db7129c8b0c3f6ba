import type { KeyboardEvent, RefObject } from 'react'
import { nearestRow, rowAfter } from './row-steps.ts'

/**
 * The keyboard in a list of which only a part is in the page: arrows, Page Up and Down, Home and End go from row to
 * row, and X chooses the row. The focus lies on the first thing of a row that takes it, by default its link.
 */
export function useRowKeys(
  scroller: RefObject<HTMLElement | null>,
  rows: {
    readonly count: number
    /** How many fit into the page. */
    readonly pageLength: number
    readonly scrollTo: (index: number) => void
    readonly onChoose: ((index: number) => void) | undefined
  },
): {
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly focusRow: (index: number) => void
} {
  function focusRow(index: number): void {
    const wanted = nearestRow(index, rows.count)
    if (wanted === undefined) return
    rows.scrollTo(wanted)
    whenThere(scroller, `[data-index="${wanted}"]`, (row) => {
      const target =
        row.querySelector<HTMLElement>('a, button') ?? row.querySelector('input') ?? row
      target.focus({ preventScroll: true })
    })
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const element = event.target as HTMLElement
    const row = element.closest<HTMLElement>('[data-index]')
    const index = row === null ? -1 : Number(row.dataset['index'])
    if (row === null && element !== scroller.current) return
    if (event.key === 'x' && index >= 0 && rows.onChoose !== undefined) rows.onChoose(index)
    else {
      const to = rowAfter(event.key, index, rows)
      if (to === undefined) return
      focusRow(to)
    }
    event.preventDefault()
  }
  return { onKeyDown, focusRow }
}

/** A row far away comes into the page a moment after the list was scrolled to it. */
function whenThere(
  scroller: RefObject<HTMLElement | null>,
  selector: string,
  use: (element: HTMLElement) => void,
  tries = 10,
): void {
  const found = scroller.current?.querySelector<HTMLElement>(selector)
  if (found !== null && found !== undefined) use(found)
  else if (tries > 0) {
    requestAnimationFrame(() => whenThere(scroller, selector, use, tries - 1))
  }
}
