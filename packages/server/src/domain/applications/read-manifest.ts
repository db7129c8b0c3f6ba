import {
  type ApplicationSwitches,
  type Manifest,
  parseManifest,
} from '@watchword/protocol/api/application.ts'
import { fieldsOf } from '@watchword/protocol/api/error-envelope.ts'
import { DomainError } from '#domain/errors.ts'
import type { Application } from './application.ts'
import { withKeptHeaderValues } from './header-values.ts'

type ReadManifest = { readonly manifest: Manifest; readonly switches: ApplicationSwitches }

/** Reads a whole manifest; refuses it with every fault. */
export function readManifest(body: unknown): ReadManifest {
  const read = parseManifest(body)
  if (read.ok) return read.value
  throw new DomainError(
    'validation_failed',
    'The manifest is not valid; "fields" names every fault.',
    {
      fields: fieldsOf(read.faults),
    },
  )
}

/**
 * Reads what an application is to become. A body with `client_name` is the whole of it, as clients write it back;
 * one without changes the members that it names, as clients do that only switch `enabled`. Values of webhook headers
 * that it leaves out stay.
 */
export function readChange(body: unknown, { manifest }: Application): ReadManifest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return readManifest(body)
  const sent = withKeptHeaderValues({ ...body }, manifest)
  return readManifest(Object.hasOwn(sent, 'client_name') ? sent : { ...manifest, ...sent })
}
