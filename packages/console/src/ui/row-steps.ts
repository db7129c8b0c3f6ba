/** Where a key leads from a row of a list, counted from 0 (-1: from above the first); `undefined`: nowhere. */
export function rowAfter(
  key: string,
  index: number,
  { count, pageLength }: { readonly count: number; readonly pageLength: number },
): number | undefined {
  // In a list that is lower than a row, a page is still a step.
  const page = Math.max(1, pageLength)
  switch (key) {
    case 'ArrowDown':
      return index + 1
    case 'ArrowUp':
      return index - 1
    case 'PageDown':
      return index + page
    case 'PageUp':
      return index - page
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

/** The row that is there and nearest; `undefined`: there is none at all. */
export function nearestRow(index: number, count: number): number | undefined {
  return count === 0 ? undefined : Math.min(Math.max(0, index), count - 1)
}
