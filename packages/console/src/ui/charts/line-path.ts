export type Point = { readonly x: number; readonly y: number }

/** A line through all points, as a path. Straight from one to the next: nothing is drawn that was not counted. */
export function linePath(points: readonly Point[]): string {
  return points
    .map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${rounded(x)} ${rounded(y)}`)
    .join('')
}

/** Points of a series in a picture of a size, the largest number at its top. */
export function sparkPoints(
  values: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
): readonly Point[] {
  const top = Math.max(1, ...values)
  const step = values.length < 2 ? 0 : width / (values.length - 1)
  return values.map((value, index) => ({
    x: values.length < 2 ? width / 2 : index * step,
    y: height * (1 - Math.max(0, value) / top),
  }))
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
