/** Rows that were chosen, by id. */
export type Selected = ReadonlySet<string>

/** Chooses one row, or takes it back; with an anchor, all rows from there to it, in the order that is shown. */
export function toggleRow(
  selected: Selected,
  id: string,
  range?: { readonly shown: readonly string[]; readonly anchor: string | undefined },
): Selected {
  const next = new Set(selected)
  const choose = !selected.has(id)
  for (const one of range === undefined ? [id] : between(range.shown, range.anchor, id)) {
    if (choose) next.add(one)
    else next.delete(one)
  }
  return next
}

/** Chooses all that is shown, or, if it is chosen already, takes that back. What is not shown stays as it is. */
export function toggleShown(selected: Selected, shown: readonly string[]): Selected {
  if (howManyOf(selected, shown) < shown.length) return new Set([...selected, ...shown])
  const gone = new Set(shown)
  return new Set([...selected].filter((id) => !gone.has(id)))
}

/** How many of these rows are chosen. */
export function howManyOf(selected: Selected, shown: readonly string[]): number {
  if (selected.size === 0) return 0
  return shown.reduce((count, id) => count + (selected.has(id) ? 1 : 0), 0)
}

function between(shown: readonly string[], anchor: string | undefined, id: string) {
  const from = anchor === undefined ? -1 : shown.indexOf(anchor)
  const to = shown.indexOf(id)
  if (from === -1 || to === -1) return [id]
  return shown.slice(Math.min(from, to), Math.max(from, to) + 1)
}
