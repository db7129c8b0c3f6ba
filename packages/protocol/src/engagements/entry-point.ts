/**
 * Entry points: where a consumer is when they might be offered a conversation (contract 3 section 10.1). A page or an app
 * tells its own; an engagement names those that it is for. The reference has no such member on an engagement, so the form
 * of ours is the form of what is compared with it.
 */
const forms = [
  // An address may end in `*`, but not before its path: the host is always named whole.
  /^https?:\/\/[^\s/?#*@\\]+(?:[/?#][^\s*\\]*\*?)?$/i,
  /^sec:\/\/[^\s*]+\*?$/i,
  /^tel:\/\/[^\s*]+\*?$/i,
]

/** Whether a text names entry points: an address, `sec://` a section, or `tel://` a number; `*` at its end stands for the rest. */
export function isEntryPoint(text: string): boolean {
  return forms.some((form) => form.test(text))
}

/**
 * For what a page tells: whether an entry point that an engagement names is one of these. Schemes and hosts are compared
 * without regard to case. What is told is prepared once, since an account may name thousands.
 */
export function entryPointMatcher(told: readonly string[]): (named: string) => boolean {
  const found = [...new Set(told.map(withPlainOrigin))]
  return (named) => {
    const wanted = withPlainOrigin(named)
    if (!wanted.endsWith('*')) return found.includes(wanted)
    const beginning = wanted.slice(0, -1)
    return found.some((one) => one.startsWith(beginning))
  }
}

/** An address without a path is the one with the empty path (RFC 3986 section 6.2.3). */
function withPlainOrigin(text: string): string {
  const [origin = '', scheme = ''] = /^([a-z]+):\/\/[^/?#]*/i.exec(text) ?? []
  if (!/^https?$/i.test(scheme)) return text.slice(0, 6).toLowerCase() + text.slice(6)
  return origin.toLowerCase() + (origin.length === text.length ? '/' : text.slice(origin.length))
}

/** The language that an entry point `lang://…` tells. */
export function languageOfEntryPoint(told: string): string | undefined {
  return /^lang:\/\/(.+)$/i.exec(told)?.[1]
}
