/** What a series says besides its name: the good and bad ones have colours of their own. */
export type Tone = 'good' | 'bad' | 'other'

/** One line of numbers, one for each point in time. */
export type Series = {
  /** What it is, for the program. */
  readonly name: string
  /** What it is called. */
  readonly label: string
  readonly values: readonly number[]
  readonly tone?: Tone | undefined
  /** Which look is its own, wherever it stands; by itself the next in order. */
  readonly look?: number | undefined
}

/** A point in time: the short name stands at the axis, the long one is read. */
export type Period = { readonly key: string; readonly short: string; readonly long: string }

/** A part of a column, from `from` up to `to`. */
export type Segment = {
  readonly column: number
  readonly series: number
  readonly from: number
  readonly to: number
}

/** What is in all. */
export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Columns of a stacked chart, the first series at the foot. Nothing is drawn of what is not there. */
export function stackOf(series: readonly Series[], count: number): readonly (readonly Segment[])[] {
  return Array.from({ length: count }, (_, column) => {
    let from = 0
    return series.flatMap(({ values }, index) => {
      const value = Math.max(0, values[column] ?? 0)
      const segment = { column, series: index, from, to: from + value }
      from += value
      return value === 0 ? [] : [segment]
    })
  })
}

/** The height of the highest column. */
export function highest(columns: readonly (readonly Segment[])[]): number {
  return columns.reduce((most, column) => Math.max(most, column.at(-1)?.to ?? 0), 0)
}

/** The largest number of any series. */
export function largest(series: readonly Series[]): number {
  return series.reduce((most, { values }) => values.reduce((a, b) => Math.max(a, b), most), 0)
}

/** At most so many series: those behind are added up as one, `rest`, which comes last. */
export function foldSeries(
  series: readonly Series[],
  most: number,
  rest: Pick<Series, 'name' | 'label'>,
): readonly Series[] {
  const own = series.filter(({ name }) => name !== rest.name)
  const extra = series.filter(({ name }) => name === rest.name)
  const kept = own.length + extra.length > most ? own.slice(0, most - 1) : own
  const folded = [...own.slice(kept.length), ...extra]
  if (folded.length === 0) return kept
  const length = Math.max(...folded.map(({ values }) => values.length))
  const values = Array.from({ length }, (_, index) =>
    sumOf(folded.map((one) => one.values[index] ?? 0)),
  )
  return [...kept, { ...rest, values, tone: 'other' }]
}

/** Where the arrow keys lead from a point. `undefined`: nowhere, the key is not for us. */
export function steppedTo(key: string, at: number | undefined, count: number): number | undefined {
  const last = count - 1
  const from = at ?? last
  const steps: Readonly<Record<string, number>> = {
    ...{ ArrowLeft: from - 1, ArrowDown: from - 1, ArrowRight: from + 1, ArrowUp: from + 1 },
    ...{ PageUp: from + 7, PageDown: from - 7, Home: 0, End: last },
  }
  const to = Object.hasOwn(steps, key) ? steps[key] : undefined
  return to === undefined ? undefined : Math.min(last, Math.max(0, to))
}
