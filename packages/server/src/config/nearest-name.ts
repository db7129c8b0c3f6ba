/** The name that was most likely meant: the nearest one, if few enough letters differ. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  const byDistance = names
    .map((name) => ({ name, distance: editDistance(text, name) }))
    .sort((a, b) => a.distance - b.distance)
  const nearest = byDistance[0]
  return nearest !== undefined && nearest.distance <= 3 ? nearest.name : undefined
}

/** Levenshtein distance: insertions, deletions and replacements from one text to the other. */
export function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const line = [row]
    for (let column = 1; column <= to.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      line.push(Math.min(replaced, (above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1))
    }
    above = line
  }
  return above[to.length] ?? 0
}
