/** Cuts a long piece of work up, so that everything else of the process goes on between two of its steps. */
export type TimeSlices = {
  /** The work begins, and its first slice. Each is so many milliseconds long. */
  begin(milliseconds: number): void
  /** To be waited for before the next step; `undefined`: there is still time in this slice. */
  next(): Promise<void> | undefined
}

/** A step that was begun is not broken off. */
export function createTimeSlices(): TimeSlices {
  let length = 0
  let endsAt = 0
  const beginNext = () => {
    endsAt = performance.now() + length
  }
  return {
    begin: (milliseconds) => {
      length = milliseconds
      beginNext()
    },
    next: () => {
      if (performance.now() < endsAt) return undefined
      return new Promise((resolve) =>
        setImmediate(() => {
          beginNext()
          resolve()
        }),
      )
    },
  }
}
