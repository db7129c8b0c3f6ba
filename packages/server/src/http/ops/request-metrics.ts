/**
 * Counts requests by route template, method and status. Nothing of a request is a label but these, so no
 * account, user or address is in a metric, and strangers cannot make new series.
 *
 * prom-client finds a series by hashing its labels at each observation. Here each route has its numbers at
 * hand, and they are given to prom-client when it is asked.
 */
export type RequestMetrics = {
  /** The numbers of one route; the same ones for the same route. */
  route(method: string, template: string): RouteNumbers
  all(): readonly RouteNumbers[]
}

/** The numbers of one route. `record` is called once for each answered request. */
export type RouteNumbers = {
  readonly method: string
  readonly template: string
  readonly countByStatus: ReadonlyMap<number, number>
  /** Requests that took no longer than the bound of the same index, and longer than the one before. */
  readonly buckets: readonly number[]
  readonly totalSeconds: number
  record(status: number, milliseconds: number): void
}

/** Upper bounds of the duration's buckets, in seconds; the last bucket has none. */
export const durationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

const boundsMs = durationBounds.map((seconds) => seconds * 1000)

/** Keeps the numbers of every route. */
export function createRequestMetrics(): RequestMetrics {
  const routes = new Map<string, RouteNumbers>()
  return {
    route: (method, template) => {
      const key = `${method} ${template}`
      const numbers = routes.get(key) ?? createRouteNumbers(method, template)
      routes.set(key, numbers)
      return numbers
    },
    all: () => [...routes.values()],
  }
}

function createRouteNumbers(method: string, template: string): RouteNumbers {
  const countByStatus = new Map<number, number>()
  const buckets: number[] = new Array(boundsMs.length + 1).fill(0)
  let totalMs = 0
  return {
    method,
    template,
    countByStatus,
    buckets,
    get totalSeconds() {
      return totalMs / 1000
    },
    record: (status, milliseconds) => {
      countByStatus.set(status, (countByStatus.get(status) ?? 0) + 1)
      totalMs += milliseconds
      let index = 0
      for (const bound of boundsMs) {
        if (milliseconds <= bound) break
        index += 1
      }
      buckets[index] = (buckets[index] ?? 0) + 1
    },
  }
}
