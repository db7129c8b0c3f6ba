import type { CompiledQuery, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** One forward step. It is a list of statements, so that a dry run can print what a real run would do. */
export type Migration = {
  readonly name: string
  statements(build: Kysely<Schema>): readonly CompiledQuery[]
}
