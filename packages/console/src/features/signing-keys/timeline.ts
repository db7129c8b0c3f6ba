import type { SigningKeyView } from '@watchword/protocol/api/signing-key.ts'

/** What a key is in one part of its life. */
export type Phase = 'published' | 'signs' | 'verifies'

/** A part of a key's life on the picture: where it begins and how wide it is, in hundredths of the width. */
export type Segment = {
  readonly phase: Phase
  readonly from: number
  readonly to: number
  readonly left: number
  readonly width: number
  /** Its end is not known yet: it goes on beyond the picture. */
  readonly open: boolean
}

export type KeyRow = { readonly key: SigningKeyView; readonly segments: readonly Segment[] }

/** Keys of one purpose and algorithm: one signs at a time. */
export type KeyLine = {
  readonly purpose: string
  readonly algorithm: string
  readonly rows: readonly KeyRow[]
  /** When a successor will be published, by the schedule. */
  readonly rotatesAt: number | undefined
}

/** All of the picture. Times are milliseconds since 1970. */
export type Timeline = {
  readonly from: number
  readonly to: number
  /** Where now is, in hundredths of the width. */
  readonly now: number
  readonly lines: readonly KeyLine[]
}

const hour = 3_600_000
/** A key that is needed until then is needed for good. */
const forGood = Date.UTC(9999, 0)
/** Nothing is drawn narrower, or nobody would see four hours among ninety days; what follows is moved aside. */
const leastWidth = 2.5

/** The picture of all keys: from the first that was published to the last that is known to happen. */
export function timelineOf(keys: readonly SigningKeyView[], now: number): Timeline {
  const known = keys.flatMap((key) => timesOf(key)).filter((at) => at < forGood)
  const first = Math.min(now - hour, ...known)
  const last = Math.max(now + 24 * hour, ...known)
  // Some air on both sides: now never stands at an edge.
  const air = (last - first) * 0.04
  const [from, to] = [first - air, last + air]
  const place = (at: number) => (100 * (Math.min(at, to) - from)) / (to - from)
  const groups = Map.groupBy(keys, ({ purpose, algorithm }) => `${purpose} ${algorithm}`)
  return {
    from,
    to,
    now: place(now),
    lines: [...groups.values()].map((group) => lineOf(group, place, to)),
  }
}

function lineOf(
  keys: readonly SigningKeyView[],
  place: (at: number) => number,
  end: number,
): KeyLine {
  const due = keys.flatMap(({ rotatesAt }) => (rotatesAt === undefined ? [] : [timeOf(rotatesAt)]))
  const [{ purpose, algorithm } = { purpose: '', algorithm: '' }] = keys
  const rows = keys
    .toSorted((a, b) => timeOf(a.signsFrom) - timeOf(b.signsFrom))
    .map((key) => ({ key, segments: segmentsOf(key, place, end) }))
  return { purpose, algorithm, rows, rotatesAt: due.length === 0 ? undefined : Math.min(...due) }
}

function segmentsOf(
  key: SigningKeyView,
  place: (at: number) => number,
  end: number,
): readonly Segment[] {
  const signsFrom = timeOf(key.signsFrom)
  const signsUntil = key.signsUntil === undefined ? undefined : timeOf(key.signsUntil)
  const segment = (phase: Phase, from: number, to: number | undefined): readonly Segment[] => {
    const until = to ?? end
    if (until <= from) return []
    const [left, right] = [place(from), place(until)]
    const open = to === undefined || to > end
    return [{ phase, from, to: until, left, width: right - left, open }]
  }
  return sideBySide([
    ...segment('published', timeOf(key.publishedAt), signsFrom),
    ...segment('signs', signsFrom, signsUntil),
    ...(signsUntil === undefined || key.neededUntil === undefined
      ? []
      : segment('verifies', signsUntil, timeOf(key.neededUntil))),
  ])
}

/** Parts that were made wider push those behind them; none leaves the picture, and none covers another. */
function sideBySide(segments: readonly Segment[]): readonly Segment[] {
  let end = 0
  return segments.map((segment, index) => {
    const most = 100 - leastWidth * (segments.length - 1 - index)
    const left = Math.min(Math.max(segment.left, end), most - leastWidth)
    const right = Math.max(left + leastWidth, segment.left + segment.width)
    end = Math.min(right, most)
    return { ...segment, left, width: end - left }
  })
}

function timesOf(key: SigningKeyView): readonly number[] {
  const { publishedAt, signsFrom, signsUntil, neededUntil, rotatesAt } = key
  return [publishedAt, signsFrom, signsUntil, neededUntil, rotatesAt].flatMap((text) =>
    text === undefined ? [] : [timeOf(text)],
  )
}

/** Whether a key is kept for good: what it signed never expires. */
export function isForGood({ neededUntil }: SigningKeyView): boolean {
  return neededUntil !== undefined && timeOf(neededUntil) >= forGood
}

function timeOf(text: string): number {
  return new Date(text).getTime()
}
