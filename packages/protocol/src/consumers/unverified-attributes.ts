import { unverifiedSdeTypes } from './unverified-sde-fields.ts'
import type { UnverifiedSde } from './unverified-sdes.ts'

/** An attribute that nobody vouches for, as it is kept. */
export type UnverifiedAttribute = {
  readonly sde: UnverifiedSde
  /** When it was sent, milliseconds since 1970. */
  readonly at: number
  /** The anonymous consumer who sent it, if it came along when they turned out to be this one. */
  readonly from?: string
}

/** Kept of one type that is appended to; the oldest go. */
export const mostOfOneType = 20

/** All of one consumer, in characters of JSON. */
export const longestAttributes = 32_768

/**
 * What is kept once more was sent (contract 3 section 7.4): `prodView`, `error`, `purchase`, `lead` and `searchInfo` are
 * appended, the newest 20 of each; of every other type the whole object is replaced, that of the same sender.
 * `undefined`: it would be too much.
 */
export function mergeAttributes(
  kept: readonly UnverifiedAttribute[],
  sent: readonly UnverifiedAttribute[],
): readonly UnverifiedAttribute[] | undefined {
  const merged = sent.reduce<readonly UnverifiedAttribute[]>(add, kept)
  const lengths = new Map(merged.map((one) => [one, JSON.stringify(one).length + 1]))
  let excess = [...lengths.values()].reduce((sum, length) => sum + length, 1) - longestAttributes
  const dropped = new Set<UnverifiedAttribute>()
  for (const one of merged) {
    if (excess <= 0) break
    if (!isAppended(one)) continue
    dropped.add(one)
    excess -= lengths.get(one) ?? 0
  }
  return excess > 0 ? undefined : merged.filter((one) => !dropped.has(one))
}

/** What is shown of it: of a type that is replaced the newest, whoever sent it. */
export function shownAttributes(kept: readonly UnverifiedAttribute[]): readonly UnverifiedSde[] {
  return kept
    .filter(
      (one) =>
        isAppended(one) ||
        !kept.some((other) => other.sde.type === one.sde.type && isLater(other, one, kept)),
    )
    .map(({ sde }) => sde)
}

/** What is left once what came along with an anonymous consumer is taken away. */
export function withoutAttributesFrom(
  kept: readonly UnverifiedAttribute[],
  from: string,
): readonly UnverifiedAttribute[] {
  return kept.filter((one) => one.from !== from)
}

function add(
  kept: readonly UnverifiedAttribute[],
  one: UnverifiedAttribute,
): readonly UnverifiedAttribute[] {
  const { type } = one.sde
  if (!isAppended(one)) {
    return [...kept.filter((other) => other.sde.type !== type || other.from !== one.from), one]
  }
  const ofType = kept.filter((other) => other.sde.type === type)
  const tooMany = new Set(ofType.slice(0, Math.max(0, ofType.length + 1 - mostOfOneType)))
  return [...kept.filter((other) => !tooMany.has(other)), one]
}

function isAppended({ sde }: UnverifiedAttribute): boolean {
  return unverifiedSdeTypes[sde.type].again === 'append'
}

function isLater(
  one: UnverifiedAttribute,
  other: UnverifiedAttribute,
  kept: readonly UnverifiedAttribute[],
): boolean {
  return one.at === other.at ? kept.indexOf(one) > kept.indexOf(other) : one.at > other.at
}
