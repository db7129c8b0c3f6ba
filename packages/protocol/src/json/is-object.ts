/** Whether a value that was read from JSON (RFC 8259) is an object: no list, and not `null`. What its members are is not known. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
