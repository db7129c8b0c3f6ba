/** Statistics that are gathered in memory and written together, off the path of the requests they tell of. */
export type WriteBehind = {
  /** Writes what was gathered. */
  flush(): Promise<void>
  /** The same for the last time. */
  close(): Promise<void>
}

const oftenMs = 1000

/**
 * Writes once a second, or as often as it is told, what `take` hands over (`undefined`: there is nothing), one batch after the other. A process that
 * is killed loses the last moment, so nothing that security rests on may go this way.
 */
export function createWriteBehind<Batch>(ports: {
  readonly take: () => Batch | undefined
  readonly write: (batch: Batch) => Promise<void>
  readonly onFault: (fault: unknown) => void
  readonly everyMs?: number
}): WriteBehind {
  const { take, write, onFault, everyMs = oftenMs } = ports
  let writing: Promise<void> = Promise.resolve()
  let underWay = 0

  const flush = () => {
    const batch = take()
    if (batch !== undefined) {
      underWay += 1
      writing = writing
        .then(() => write(batch))
        .catch(onFault)
        .finally(() => {
          underWay -= 1
        })
    }
    return writing
  }
  // While the database is slow, the next batch grows within its bounds instead of standing in a queue.
  const timer = setInterval(() => {
    if (underWay === 0) void flush()
  }, everyMs)
  timer.unref()

  return {
    flush,
    close: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}
