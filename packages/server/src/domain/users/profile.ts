/** A named selection of permission packages inside one role (contract 1 §5). */
export type Profile = {
  readonly id: number
  readonly deleted: boolean
  readonly name: string
  readonly description: string
  /** 1 Administrator, 2 Agent, 3 Agent Manager, 4 Campaign Manager, 5 LPA. */
  readonly roleTypeId: number
  /** Ids of the enabled packages, sorted. Core packages of the role are always among them. */
  readonly enabledPackages: readonly number[]
  /** Numeric privileges the client sent; kept and echoed, never interpreted. */
  readonly permissions: readonly number[]
  readonly isAssignedToLPA: boolean
  readonly dateUpdated: number
}
