import { useState } from 'react'
import type { Sorting } from './arrange.ts'
import { readColumns } from './kept-columns.ts'

/** What is searched for in a list, and its order: a page may keep it in its address. */
export type TableState = { readonly search: string; readonly sorting: Sorting | undefined }

/** The state of a list that starts as a page says, and tells the page of each change. */
export function useTableState(
  initial: Partial<TableState>,
  onChange: ((state: TableState) => void) | undefined,
): readonly [TableState, (change: Partial<TableState>) => void] {
  const [state, setState] = useState<TableState>({
    search: initial.search ?? '',
    sorting: initial.sorting,
  })
  function change(part: Partial<TableState>) {
    const next = { ...state, ...part }
    setState(next)
    onChange?.(next)
  }
  return [state, change]
}

/** The columns that somebody does not want to see, kept in the browser under the list's name. */
export function useHiddenColumns(
  name: string | undefined,
  initially: readonly string[],
): readonly [ReadonlySet<string>, (hidden: ReadonlySet<string>) => void] {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(
    () => new Set(readKept(name) ?? initially),
  )
  function change(next: ReadonlySet<string>) {
    setHidden(next)
    if (name === undefined) return
    try {
      localStorage.setItem(prefix + name, JSON.stringify([...next]))
    } catch {
      // A browser that keeps nothing: the choice lasts as long as the page.
    }
  }
  return [hidden, change]
}

const prefix = 'watchword.columns.'

function readKept(name: string | undefined): readonly string[] | undefined {
  if (name === undefined) return undefined
  try {
    return readColumns(localStorage.getItem(prefix + name))
  } catch {
    return undefined
  }
}
