/** The kickstart file cannot be applied. Names every fault, each with its path; nothing was made. */
export class KickstartError extends Error {
  override readonly name = 'KickstartError'
  /** Each `path: reason`. */
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`
    super([`The kickstart file has ${count}:`, ...faults.map((fault) => `  ${fault}`)].join('\n'))
    this.faults = faults
  }
}
