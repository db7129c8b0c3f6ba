/** Where two base strings part. */
export type FirstDifference = {
  /** Counted in characters from 0. */
  readonly index: number
  readonly ours: string
  readonly claimed: string
}

/** Where two texts first differ, with what stands around it. */
export function firstDifference(
  ours: string | undefined,
  claimed: string | undefined,
): FirstDifference | undefined {
  if (ours === undefined || claimed === undefined || claimed === ours) return undefined
  let index = 0
  while (index < ours.length && ours[index] === claimed[index]) index += 1
  const around = (text: string) => text.slice(Math.max(0, index - 12), index + 24)
  return { index, ours: around(ours), claimed: around(claimed) }
}
