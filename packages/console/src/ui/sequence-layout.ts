/** What one party says to another, and what it is answered. */
export type Message = {
  readonly key: string
  readonly from: string
  readonly to: string
  readonly label: string
  /** Small, below the label. */
  readonly detail?: string | undefined
  /** What comes back; without it nothing does. */
  readonly answer?: string | undefined
  readonly isRefused?: boolean
}

/** Who takes part, from left to right. */
export type Party = { readonly id: string; readonly label: string }

/** An arrow as it is drawn. */
export type Arrow = {
  readonly key: string
  readonly from: number
  readonly to: number
  readonly y: number
  readonly label: string
  readonly detail: string | undefined
  readonly isAnswer: boolean
  readonly isRefused: boolean
}

export type SequenceLayout = {
  readonly width: number
  readonly height: number
  readonly parties: readonly (Party & { readonly x: number })[]
  readonly arrows: readonly Arrow[]
}

const headHeight = 48
const messageHeight = 52
const answerHeight = 30
/** So wide each gap between two is at least: as wide as what is written over an arrow. */
const leastGap = 230
const margin = 76

/** Lays out who says what to whom, from the top down. Messages of parties that do not take part are left out. */
export function layoutSequence(
  parties: readonly Party[],
  messages: readonly Message[],
  available: number,
): SequenceLayout {
  const gaps = Math.max(1, parties.length - 1)
  const width = Math.max(available, 2 * margin + gaps * leastGap)
  const placed = parties.map((party, index) => ({
    ...party,
    x: margin + (index * (width - 2 * margin)) / gaps,
  }))
  const at = new Map(placed.map(({ id, x }) => [id, x]))
  const arrows: Arrow[] = []
  let y = headHeight
  for (const { key, from, to, label, detail, answer, isRefused = false } of messages) {
    const [start, end] = [at.get(from), at.get(to)]
    if (start === undefined || end === undefined) continue
    y += messageHeight
    arrows.push({
      ...{ key, from: start, to: end, y, label, detail },
      ...{ isAnswer: false, isRefused: isRefused && answer === undefined },
    })
    if (answer === undefined) continue
    y += answerHeight
    arrows.push({
      ...{ key: `${key} answer`, from: end, to: start, y, label: answer, detail: undefined },
      ...{ isAnswer: true, isRefused },
    })
  }
  return { width, height: y + 28, parties: placed, arrows }
}

/** A text that fits into so many pixels, by the width of an average letter; the end is left out. */
export function fitted(text: string, pixels: number, letter = 6.4): string {
  const most = Math.max(4, Math.floor(pixels / letter))
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`
}
