import { fold } from '#ui/arrange.ts'

/** Something of the account that has a page. */
export type Findable = {
  /** Below `/console/{accountId}`. */
  readonly to: string
  readonly name: string
  /** What it is, or another name of it. */
  readonly about: string
}

/** Shorter texts would find nearly everything. */
const leastLetters = 2

/**
 * Things whose name or other name has every word that is looked for, those first whose name begins with them. It stops
 * looking through tens of thousands once it has enough.
 */
export function findIn<T extends Findable>(
  things: Iterable<T>,
  text: string,
  most: number,
): readonly T[] {
  const words = fold(text).split(/\s+/).filter(Boolean)
  if (words.join('').length < leastLetters) return []
  const [first = ''] = words
  const begins: T[] = []
  const others: T[] = []
  for (const thing of things) {
    const name = fold(thing.name)
    const whole = `${name}\n${fold(thing.about)}`
    if (!words.every((word) => whole.includes(word))) continue
    if (name.startsWith(first)) begins.push(thing)
    else if (others.length < most) others.push(thing)
    if (begins.length === most) break
  }
  return [...begins, ...others].slice(0, most)
}
