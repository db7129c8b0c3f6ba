import { type Icon, IconHome } from '@tabler/icons-react'
import type { Right } from '#api/rights.ts'
import { homeWords } from '#features/home/messages.ts'
import { shellWords } from '#features/shell/messages.ts'

const { groups } = shellWords

/** A page of the menu and of the command palette. */
export type Destination = {
  /** Below `/console/{accountId}`. */
  readonly to: string
  readonly label: string
  readonly icon: Icon
  readonly group: string
  /** Without it, the page is not in the menu. */
  readonly right?: Right
  /** Other words that people look for it by. */
  readonly keywords?: string
}

/** The menu, in its order. */
export const destinations: readonly Destination[] = [
  { to: '/', label: homeWords.title, icon: IconHome, group: groups.start, keywords: 'start' },
]
