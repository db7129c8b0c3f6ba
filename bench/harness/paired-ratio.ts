import { type Measurement, percentile } from './load.ts'

/** Two sides measured in turns. Ratios are of A to B, each the median of the rounds' own. */
export type Comparison = {
  readonly rounds: number
  readonly a: Measurement
  readonly b: Measurement
  readonly throughputRatio: number
  readonly cpuRatio: number
  readonly p99Ratio: number
}

/** Runs A B A B …: what disturbs the machine disturbs both. One round before them warms both up. */
export async function pairedRatio(options: {
  readonly a: () => Promise<Measurement>
  readonly b: () => Promise<Measurement>
  readonly rounds?: number
}): Promise<Comparison> {
  const { a, b, rounds = 5 } = options
  if (rounds < 5) throw new Error('Fewer than five rounds tell nothing on a noisy machine.')
  await a()
  await b()
  const pairs: { readonly a: Measurement; readonly b: Measurement }[] = []
  for (let round = 0; round < rounds; round += 1) pairs.push({ a: await a(), b: await b() })
  const ratio = (of: (measured: Measurement) => number) =>
    median(pairs.map((pair) => of(pair.a) / of(pair.b)))
  return {
    rounds,
    a: medians(pairs.map((pair) => pair.a)),
    b: medians(pairs.map((pair) => pair.b)),
    throughputRatio: ratio((measured) => measured.perSecond),
    cpuRatio: ratio((measured) => measured.cpuMicrosecondsPerRequest),
    p99Ratio: ratio((measured) => measured.p99Ms),
  }
}

/** The middle one; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  return percentile(
    values.toSorted((x, y) => x - y),
    0.5,
  )
}

function medians(measured: readonly Measurement[]): Measurement {
  const of = (name: keyof Measurement) => median(measured.map((each) => each[name]))
  return {
    perSecond: of('perSecond'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    cpuMicrosecondsPerRequest: of('cpuMicrosecondsPerRequest'),
  }
}
