/** Cuts a long piece of work up, so that everything else of the process goes on between two of its steps. */
export type TimeSlices = {
  /** The work begins: so does its first slice. */
  begin(): void
  /** To be waited for before the next step; `undefined`: there is still time in this slice. */
  next(): Promise<void> | undefined
}

/** Slices of so many milliseconds each. A step that was begun is not broken off. */
export function createTimeSlices(milliseconds: number): TimeSlices {
  let endsAt = 0
  const begin = () => {
    endsAt = performance.now() + milliseconds
  }
  return {
    begin,
    next: () => {
      if (performance.now() < endsAt) return undefined
      return new Promise((resolve) =>
        setImmediate(() => {
          begin()
          resolve()
        }),
      )
    },
  }
}
