/** Work that is done for many, of which none may take all the places. */
export type Turns = {
  /** Does the work when it is its turn, or says that there was none: too many were waiting already. */
  run<Outcome>(name: string, work: () => Promise<Outcome>): Promise<Turn<Outcome>>
}

export type Turn<Outcome> =
  | { readonly ran: true; readonly outcome: Outcome }
  | { readonly ran: false }

export type TurnLimits = {
  /** At a time, for one name. */
  readonly ofOne: number
  /** At a time, for all names together. */
  readonly ofAll: number
  /** That may wait for their turn, for one name; of all names together, as many as `ofAll`, by the same rule. */
  readonly waiting: number
}

type Waiter = { readonly name: string; readonly wake: () => void }

/**
 * Gives out places. While half of them are taken nobody gets a second one, so a few names that never give theirs back
 * leave places for every other. Who waits comes in the order of arrival, past those whose name has all it may have.
 */
export function createTurns({ ofOne, ofAll, waiting }: TurnLimits): Turns {
  const underWay = new Map<string, number>()
  const queue: Waiter[] = []
  let total = 0

  const mayStart = (name: string) => {
    const own = underWay.get(name) ?? 0
    return total < ofAll && own < (total < ofAll / 2 ? ofOne : 1)
  }

  function start(name: string): void {
    total += 1
    underWay.set(name, (underWay.get(name) ?? 0) + 1)
  }

  function end(name: string): void {
    total -= 1
    const left = (underWay.get(name) ?? 1) - 1
    if (left === 0) underWay.delete(name)
    else underWay.set(name, left)
    const next = queue.findIndex((waiter) => mayStart(waiter.name))
    const [waiter] = next === -1 ? [] : queue.splice(next, 1)
    if (waiter === undefined) return
    start(waiter.name)
    waiter.wake()
  }

  function mayWait(name: string): boolean {
    const own = queue.filter((waiter) => waiter.name === name).length
    const most = queue.length < ofAll / 2 ? waiting : Math.min(waiting, 1)
    return queue.length < ofAll && own < most
  }

  return {
    run: async (name, work) => {
      if (mayStart(name)) start(name)
      else if (mayWait(name)) await new Promise<void>((wake) => queue.push({ name, wake }))
      else return { ran: false }
      try {
        return { ran: true, outcome: await work() }
      } finally {
        end(name)
      }
    },
  }
}
