import type { Reading } from '@watchword/protocol/api/consumer-person.ts'
import { DomainError } from '#domain/errors.ts'

/** What was read of a body, or the refusal that names its faults. */
export function readOrRefuse<T>(reading: Reading<T>): T {
  if (reading.ok) return reading.value
  const { fields } = reading
  throw new DomainError('validation_failed', 'The body is not valid; "fields" says why.', {
    fields,
  })
}
