import type { Icon } from '@tabler/icons-react'
import type { Right } from '#api/rights.ts'

/** A page of the menu and of the command palette. */
export type Destination = {
  /** Below `/console/{accountId}`. */
  readonly to: string
  readonly label: string
  readonly icon: Icon
  readonly group: string
  /** Without it, or without one of several, the page is not in the menu. */
  readonly right?: Right | readonly Right[]
  /** Other words that people look for it by. */
  readonly keywords?: string
}
