import { isJsonpCallback } from '@watchword/protocol/api/jsonp.ts'
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

/** The callback of the JSONP form, contract README "JSONP". */
export function readCallback(query: Query): string {
  const callback = query['cb']
  if (Array.isArray(callback)) throw repeated('cb')
  if (typeof callback !== 'string' || !isJsonpCallback(callback)) {
    throw new DomainError('bad_request', 'cb must be the name of a function: cb=lpCb or cb=lp.cb.')
  }
  return callback
}

/**
 * A value in a form that no script leaves: JSON is not quite JavaScript, and a page might write the script
 * into its own text.
 */
export function asScript(callback: string, json: string): string {
  const inScript = json.replace(
    /[<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `/**/${callback}(${inScript});`
}

function repeated(name: string): DomainError {
  return new DomainError('bad_request', `${name} is given more than once.`)
}
