import type { Tone } from './series.ts'

/** Where a part of the whole went. */
export type FlowEnd = {
  readonly name: string
  readonly label: string
  readonly value: number
  readonly tone?: Tone | undefined
}

/** A part as it is drawn: its row, and the band that leads there from the whole. */
export type FlowBand = {
  readonly end: FlowEnd
  /** The row of its name. */
  readonly top: number
  readonly height: number
  /** Of the whole, from 0 to 1. */
  readonly share: number
  readonly band: Band
}

/** Where a band leaves the whole, where it arrives, and how thick it is. */
export type Band = { readonly from: number; readonly to: number; readonly thick: number }

/** A whole and where its parts went, as bands beside rows of text. */
export type FlowLayout = {
  readonly height: number
  readonly source: { readonly top: number; readonly height: number }
  readonly bands: readonly FlowBand[]
}

const rowHeight = 40
const rowGap = 6
/** As much is always seen of what is there at all. */
const leastBand = 2

/** Lays out a flow whose whole is `whole` pixels high. */
export function layoutFlow(ends: readonly FlowEnd[], whole = 132): FlowLayout {
  const total = ends.reduce((sum, { value }) => sum + value, 0)
  const heights = ends.map(({ value }) =>
    total === 0 ? 0 : Math.max(leastBand, (value / total) * whole),
  )
  const rows = heights.map((height) => Math.max(rowHeight, height))
  const sourceHeight = heights.reduce((sum, height) => sum + height, 0)
  const rowsHeight = rows.reduce((sum, row) => sum + row, 0) + rowGap * Math.max(0, ends.length - 1)
  const height = Math.max(rowsHeight, sourceHeight)
  const source = { top: (height - sourceHeight) / 2, height: sourceHeight }
  let top = (height - rowsHeight) / 2
  let from = source.top
  const bands = ends.map((end, index) => {
    const [row, thick] = [rows[index] ?? 0, heights[index] ?? 0]
    const to = top + (row - thick) / 2
    const share = total === 0 ? 0 : end.value / total
    const laid = { end, top, height: row, share, band: { from, to, thick } }
    top += row + rowGap
    from += thick
    return laid
  })
  return { height, source, bands }
}

/** A band from the left edge of a picture to the right one, level at both, as a path. */
export function bandPath({ from, to, thick }: Band, width: number): string {
  const [a, b, c, d] = [from, to, to + thick, from + thick].map(rounded)
  const [half, right] = [rounded(width / 2), rounded(width)]
  return `M0 ${a}C${half} ${a} ${half} ${b} ${right} ${b}V${c}C${half} ${c} ${half} ${d} 0 ${d}Z`
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
