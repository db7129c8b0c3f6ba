import type { NonceStore, Storage } from '#storage/port.ts'

/** What stands in the way of serving requests, if anything. */
export type Readiness = {
  /** `undefined`: ready. Else what is the matter, in words that may be shown to anybody. */
  obstacle(): Promise<string | undefined>
  /** From now on not ready, so that a load balancer looks elsewhere while requests are finished. */
  shutDown(): void
}

/** A database that takes longer is not one to send users to. */
const patienceMs = 2000

/** Whether this process should be sent requests: its database answers, and it hears of revocations. */
export function createReadiness({
  storage,
  nonces,
}: {
  readonly storage: Pick<Storage, 'read' | 'announcements'>
  readonly nonces?: Pick<NonceStore, 'answers'> | undefined
}): Readiness {
  let shuttingDown = false
  let asking: Promise<boolean> | undefined

  /** However many ask at once, the database is asked once. */
  function databaseAnswers(): Promise<boolean> {
    asking ??= withinPatience(storage.read.instance.get('readiness')).finally(() => {
      asking = undefined
    })
    return asking
  }
  return {
    obstacle: async () => {
      if (shuttingDown) return 'shutting down'
      if (!(await databaseAnswers())) return 'the database does not answer'
      if ((await nonces?.answers?.()) === false) return 'the Valkey server does not answer'
      if (!storage.announcements.reliable()) return 'the announcement channel is lost'
      return undefined
    },
    shutDown: () => {
      shuttingDown = true
    },
  }
}

async function withinPatience(answer: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), patienceMs)
  try {
    return await Promise.race([
      answer.then(
        () => true,
        () => false,
      ),
      late,
    ])
  } finally {
    clearTimeout(timer)
  }
}
