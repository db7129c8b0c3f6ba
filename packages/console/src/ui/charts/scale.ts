/** Where numbers stand on an axis from 0 up. */
export type Scale = {
  /** The end of the axis: not below the largest number. */
  readonly top: number
  /** Round whole numbers, from 0 to the end. */
  readonly ticks: readonly number[]
  /** From 0 (at the foot) to 1. */
  at(value: number): number
}

/** An axis for counts up to `max`, with about as many marks as wanted. */
export function scaleTo(max: number, wanted = 4): Scale {
  const step = Math.max(1, roundUp(Math.max(max, 1) / wanted))
  const top = Math.ceil(Math.max(max, 1) / step) * step
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step)
  return { top, ticks, at: (value) => Math.min(1, Math.max(0, value / top)) }
}

/** The next of 1, 2, 5, 10, 20, 50 and so on. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value))
  const round = [1, 2, 5, 10].find((one) => one * unit >= value - unit * 1e-9) ?? 10
  return round * unit
}

/** Steps in which points in time are labelled, so that labels are as round as the hours of a day or days of a week. */
const labelSteps = [1, 2, 3, 4, 6, 7, 12, 14, 24, 28, 48, 96, 168]

/** Which of many points get a label, `gap` pixels apart at least. The last, which is now, is one of them. */
export function labelled(count: number, width: number, gap: number): readonly number[] {
  const least = Math.ceil((count * gap) / Math.max(width, gap))
  const step = labelSteps.find((one) => one >= least) ?? least
  return Array.from({ length: count }, (_, index) => index).filter(
    (index) => (count - 1 - index) % step === 0,
  )
}

/** The column that a place in the picture belongs to. */
export function columnAt(x: number, width: number, count: number): number {
  const index = Math.floor((x / Math.max(width, 1)) * count)
  return Math.min(count - 1, Math.max(0, index))
}
