import { DomainError } from '#domain/errors.ts'

/** The answer to a file that the console does not have, or no longer. */
export function noSuchFile(): DomainError {
  return new DomainError(
    'not_found',
    'The console has no such file, or was built anew since its page was loaded. Load the page again.',
  )
}
