import { Problem } from '#api/problem.ts'

/**
 * What the server said of fields, for a form: by field name, and what belongs to none of them. A path such as
 * `[0].email` or `redirect_uris[1]` is of the field that it names first.
 */
export function faultsOf(
  fault: unknown,
  fields: readonly string[],
): { readonly byField: Readonly<Record<string, string>>; readonly rest: unknown } {
  if (!(fault instanceof Problem) || fault.fields.length === 0) return { byField: {}, rest: fault }
  const byField: Record<string, string> = {}
  let isWhole = true
  for (const { path, reason } of fault.fields) {
    const name = fields.find((field) => fieldOf(path) === field)
    if (name === undefined) isWhole = false
    else byField[name] ??= reason
  }
  return { byField, rest: isWhole ? undefined : fault }
}

function fieldOf(path: string): string {
  return path.replace(/^(?:body(?![^./[])|\[\d+\])[./]?/, '').replace(/[[./].*$/, '')
}
