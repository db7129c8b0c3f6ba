/**
 * What stands in an object at a path such as `personal.contacts[0].email`; `undefined`: nothing. Members are its own
 * alone.
 */
export function valueAtPath(value: unknown, path: string): unknown {
  return path
    .split(/[.[\]]/)
    .filter((name) => name !== '')
    .reduce<unknown>(memberOf, value)
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Readonly<Record<string, unknown>>)[name]
}
