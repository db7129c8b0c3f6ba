/** A version of something, told for people: what, and how it is. */
export type Told = readonly (readonly [field: string, text: string])[]

/** What differs between two versions that were told alike. */
export function differencesTold(
  mine: Told,
  theirs: Told,
  unsaid: string,
): readonly { readonly field: string; readonly mine: string; readonly theirs: string }[] {
  const [one, other] = [new Map(mine), new Map(theirs)]
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((field) => {
    const [first, second] = [one.get(field) || unsaid, other.get(field) || unsaid]
    return first === second ? [] : [{ field, mine: first, theirs: second }]
  })
}
