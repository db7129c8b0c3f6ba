import type { Selector } from '@watchword/protocol/api/select.ts'
import type { TSchema } from 'typebox'
import type { ConfigObject } from '#domain/users/config-object.ts'
import type { ConfigUseCases } from '#domain/users/config-use-cases.ts'
import type { Tag } from '../../openapi/route-docs.ts'

/** An object as it goes out, before `select` and the schema of the answer. */
export type WireObject = { readonly [member: string]: unknown }

/** How one kind of configuration object is said on the wire. `V`: what that needs of other objects. */
export type ConfigResource<T extends ConfigObject, V> = {
  /** The last part of its path: `users`. */
  readonly path: string
  /** Another name of it in the path of a single deletion, which the reference documents. */
  readonly alias?: string
  readonly tag: Tag
  /** The API of a key's privileges (contract 1 §3.3). */
  readonly api: string
  /** What one of them is called, and several. */
  readonly noun: string
  readonly nouns: string
  /** Who may write, for the published API. */
  readonly writers: string
  /** The version of a call without `v`. */
  readonly defaultVersion: number
  readonly useCases: ConfigUseCases<T, V>
  /** An answer, cut down or whole. */
  readonly answer: TSchema
  readonly bodies: {
    readonly create: TSchema
    readonly update: TSchema
    readonly updateMany: TSchema
  }
  /** Members that need `V`, and the version from which they are there without being selected. */
  readonly views?: { readonly members: readonly string[]; readonly since: number }
  /** The fields of a list without `select`; without it, all. */
  listFields?(version: number): Selector
  /** Without a view, the members that need one are left out. */
  wire(object: T, view: V | undefined): WireObject
}

/** Whether an answer shows members that need a view. */
export function showsViews(
  { views }: Pick<ConfigResource<ConfigObject, unknown>, 'views'>,
  { version, selector }: { readonly version: number; readonly selector: Selector | undefined },
): boolean {
  if (views === undefined) return false
  if (selector === undefined) return version >= views.since
  return selector === 'all' || views.members.some((member) => selector.has(member))
}
