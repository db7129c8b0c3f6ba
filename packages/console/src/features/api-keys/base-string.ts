/** One part of a signature base string (RFC 5849 section 3.4.1.1), readable. */
export type BasePart = { readonly name: string; readonly value: string }

/** One part beside the same of another base string. `undefined`: it is not there. */
export type ComparedPart = {
  readonly name: string
  readonly ours: string | undefined
  readonly claimed: string | undefined
  readonly same: boolean
}

/** The names under which method and address stand. */
export type PartNames = { readonly method: string; readonly url: string; readonly rest: string }

/** Takes a base string apart: its method, its address, and each parameter as it was before it was encoded. */
export function partsOf(baseString: string, names: PartNames): readonly BasePart[] {
  const [method = '', url = '', parameters = '', ...more] = baseString.trim().split('&')
  const pairs = decoded(parameters).split('&').filter(Boolean)
  return [
    { name: names.method, value: decoded(method) },
    { name: names.url, value: decoded(url) },
    ...pairs.map((pair) => {
      const mark = pair.indexOf('=')
      if (mark === -1) return { name: pair, value: '' }
      return { name: decoded(pair.slice(0, mark)), value: decoded(pair.slice(mark + 1)) }
    }),
    // A well-formed one has three parts: more of them is what a client that forgot to encode makes.
    ...(more.length === 0 ? [] : [{ name: names.rest, value: more.join('&') }]),
  ]
}

/** Two base strings part by part, ours first. Parameters of one name are compared in their order. */
export function comparedParts(
  ours: string,
  claimed: string,
  names: PartNames,
): readonly ComparedPart[] {
  const [here, there] = [partsOf(ours, names), partsOf(claimed, names)]
  const valuesOf = (parts: readonly BasePart[], name: string) =>
    parts.filter((part) => part.name === name).map(({ value }) => value)
  const all = [...new Set([...here, ...there].map(({ name }) => name))]
  return all.flatMap((name) => {
    const [mine, theirs] = [valuesOf(here, name), valuesOf(there, name)]
    return Array.from({ length: Math.max(mine.length, theirs.length) }, (_, index) => {
      const [one, other] = [mine[index], theirs[index]]
      return { name, ours: one, claimed: other, same: one === other }
    })
  })
}

/** What cannot be decoded stays as it is: it may be the very mistake. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
