/** A node of the tree that agents belong to (contract 1 §5.1). The root has id -1 and no parent. */
export type AgentGroup = {
  readonly id: number
  readonly deleted: boolean
  readonly name: string
  readonly description: string
  readonly parentGroupId: number | null
  readonly isEnabled: boolean
  readonly dateUpdated: number
}

/** The id of an account's root group. */
export const rootGroupId = -1
