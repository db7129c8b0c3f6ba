import type { Clock } from '#lib/clock.ts'

/** A clock that a test turns by hand. */
export type TestClock = Clock & { advance(milliseconds: number): void }

export function createTestClock(start = Date.UTC(2026, 0, 15, 12)): TestClock {
  let now = start
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds
    },
  }
}

/** A clock that goes on as the real one does, for tests in which somebody else looks at theirs; it is turned forward by hand. */
export function createRunningClock(): TestClock {
  let ahead = 0
  return {
    now: () => Date.now() + ahead,
    advance: (milliseconds) => {
      ahead += milliseconds
    },
  }
}
