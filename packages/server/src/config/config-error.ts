/** What is wrong with one variable, and what to do about it. Holds no secret. */
export type ConfigFault = {
  readonly variable: string
  readonly problem: string
  readonly advice: string
}

/** The configuration cannot be used. Names every fault at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly ConfigFault[]

  constructor(faults: readonly ConfigFault[]) {
    const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`
    const lines = faults.map(
      ({ variable, problem, advice }) => `  ${variable} ${problem}.\n    ${advice}`,
    )
    super([`The configuration has ${count}:`, ...lines].join('\n'))
    this.faults = faults
  }
}
