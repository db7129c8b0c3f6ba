/**
 * What a form shows once its values were saved: what came back, but for the fields that were changed while it was under
 * way. Those are neither lost nor saved yet.
 */
export function withTypedMeanwhile<Values extends object>(
  sent: Values,
  now: Values,
  saved: Values,
): Values {
  const before = new Map(Object.entries(sent))
  const typed = Object.entries(now).filter(([name, value]) => !isSame(before.get(name), value))
  return { ...saved, ...Object.fromEntries(typed) }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
