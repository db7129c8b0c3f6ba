/** A line of business (contract 1 §5.1). */
export type Lob = {
  readonly id: number
  readonly deleted: boolean
  readonly name: string
  readonly description: string
  readonly dateUpdated: number
}
