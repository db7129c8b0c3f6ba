import type { OpenObject } from '@watchword/protocol/api/open-object.ts'

/** What engagements belong to, and when they are offered. Times are milliseconds since 1970. */
export type Campaign = {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly isPublished: boolean
  /** `undefined`: no bound. */
  readonly startsAt: number | undefined
  /** The first moment at which it is over. */
  readonly endsAt: number | undefined
  /** Members of the reference that have no meaning here. */
  readonly other: OpenObject
  readonly deleted: boolean
  readonly createdAt: number
  readonly updatedAt: number
  /** The revision of the account's configuration at which it was last changed. */
  readonly revision: number
}
