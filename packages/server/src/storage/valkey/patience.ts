/** How long anybody waits for the Valkey server: a request is refused rather than held. */
export const patienceMs = 1000

/** Rejects when there is no answer in time. */
export async function withinPatience<T>(answer: Promise<T>, waitMs = patienceMs): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('The Valkey server does not answer.')), waitMs)
  // Whoever loses the race has nobody who listens.
  answer.catch(() => {})
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
