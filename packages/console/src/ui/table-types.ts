import type { ReactNode } from 'react'
import type { Selected } from './selection.ts'

/** One column. `text` is what is searched and sorted by; `show` is what is seen. */
export type Column<Row> = {
  readonly key: string
  readonly title: string
  readonly text: (row: Row) => string | number
  readonly show?: (row: Row) => ReactNode
  /** `text` is what nobody sees, such as the number of a moment: no search finds it. */
  readonly sortOnly?: boolean
  /** A CSS grid track, such as `minmax(8rem, 2fr)`. */
  readonly width: string
  /** Left out on a narrow screen. */
  readonly wide?: boolean
  /** Not shown until somebody chooses it. Needs `columnsKept`. */
  readonly hidden?: boolean
}

/** Rows that can be chosen, and what can be done with them. */
export type Selection<Row> = {
  readonly selected: Selected
  readonly onChange: (selected: Selected) => void
  /** What a row is called, for whoever cannot see where its box stands. */
  readonly nameOf: (row: Row) => string
  /** Buttons, shown once a row is chosen. */
  readonly actions: ReactNode
}
