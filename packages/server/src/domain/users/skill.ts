/** A skill (contract 1 §5.1). What routing needs is kept and echoed; Watchword does not route. */
export type Skill = {
  readonly id: number
  readonly deleted: boolean
  readonly name: string
  readonly description: string
  readonly skillOrder: number
  readonly maxWaitTime: number
  readonly lobIds: readonly number[]
  readonly canTransfer: boolean
  /** `null`: to every skill. */
  readonly skillTransferList: readonly number[] | null
  readonly skillRoutingConfiguration: readonly SkillRouting[]
  readonly fallbackWhenAllAgentsAreAway: boolean
  readonly wrapUpTime: number | null
  /** Members of the contract that refer to other services' objects, by their wire names. */
  readonly other: Readonly<Record<string, string | number | boolean | null>>
  readonly dateUpdated: number
}

export type SkillRouting = {
  readonly agentGroupId: number
  readonly priority: number
  readonly splitPercentage: number
}
