/** By which of their names somebody is looked for. */
export type NameKind = 'sub' | 'extConsumerId' | 'consumerId'

/** A name, as a form has it. */
export type TypedName = {
  readonly kind: NameKind
  readonly name: string
  /** Beside a `sub`, where several issuers know it; empty: none is named. */
  readonly issuer: string
}

/** Who is meant, as the API takes it; `undefined`: nobody is named. */
export function personOf({
  kind,
  name,
  issuer,
}: TypedName): Readonly<Record<string, string>> | undefined {
  const text = name.trim()
  if (text === '') return undefined
  const from = issuer.trim()
  if (kind === 'sub') return from === '' ? { sub: text } : { sub: text, issuer: from }
  return { [kind]: kind === 'consumerId' ? text.toLowerCase() : text }
}

/** What must be typed before somebody is erased: their name, or of a long one its end, as people can. */
export function wordToType(name: string): string {
  // As it is seen: a page shows a row of blanks as one, and half a character can be typed by nobody.
  const characters = [...name.trim().replace(/\s+/g, ' ')]
  return (characters.length <= 32 ? characters : characters.slice(-8)).join('').trim()
}

/** An id of 64 hex digits as it is told: its ends. */
export function shortId(id: string): string {
  return id.length <= 16 ? id : `${id.slice(0, 8)}…${id.slice(-4)}`
}
