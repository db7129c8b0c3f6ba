import { DomainError } from '#domain/errors.ts'

type Query = Readonly<Record<string, unknown>>

/**
 * `version` (contract README): there is one version, 1.0, and another number or none gets it too; what is
 * not a number is refused.
 */
export function checkVersion(query: Query): void {
  const version = query['version']
  if (version === undefined || version === '1.0') return
  if (typeof version !== 'string') throw repeated('version')
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(version)) {
    throw new DomainError('bad_request', 'version is not a number. Ask for version=1.0.')
  }
}

function repeated(name: string): DomainError {
  return new DomainError('bad_request', `${name} is given more than once.`)
}
