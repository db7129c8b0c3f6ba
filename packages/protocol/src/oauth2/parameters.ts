import { OAuth2Error } from './errors.ts'

/**
 * The parameters of one request, each at most once (RFC 6749 section 3.1: "MUST NOT be included more than once").
 * One without a value counts as left out, as the same section says. A `Map`, because names come from strangers.
 */
export type Parameters = ReadonlyMap<string, string>

/** Reads a query or a form body; refuses a parameter that stands there twice. */
export function readParameters(encoded: string): Parameters {
  const parameters = new Map<string, string>()
  if (encoded === '') return parameters
  const seen = new Set<string>()
  for (const [name, value] of new URLSearchParams(encoded)) {
    if (seen.has(name)) {
      throw new OAuth2Error('invalid_request', 'A parameter was sent more than once.')
    }
    seen.add(name)
    if (value !== '') parameters.set(name, value)
  }
  return parameters
}
