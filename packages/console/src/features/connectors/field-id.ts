import type { FieldName } from './form-values.ts'

/** Where a field can be found in the page, to go to it. */
export function fieldId(name: FieldName): string {
  return `connector-${name}`
}
