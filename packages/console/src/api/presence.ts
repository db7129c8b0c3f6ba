/** Whether somebody is at this page. */
export type Presence = {
  /** Somebody did something, here or at another page of the account. */
  noteInput(): void
  /** Looks at the clock: to be called now and then, and when the page is seen again. */
  check(): void
}

type PresenceOptions = {
  /** So long without input, and nobody is there. Milliseconds, as `awayMs`. */
  readonly idleMs: number
  /** So long without input, and nothing is asked of the server but what somebody asked for. */
  readonly awayMs: number
  readonly now: () => number
  /** Somebody went away, or is there again. */
  readonly onAway: (isAway: boolean) => void
  /** Nobody was there for so long. It is told once, until there is input again. */
  readonly onIdle: () => void
}

/** Follows by the clock alone: a computer that slept was not in use. What is done after the limit is too late. */
export function createPresence({ idleMs, awayMs, now, onAway, onIdle }: PresenceOptions): Presence {
  let last = now()
  let isAway = false
  let isIdle = false

  function check(): void {
    const quiet = now() - last
    if (!isAway && quiet >= awayMs) {
      isAway = true
      onAway(true)
    }
    if (!isIdle && quiet >= idleMs) {
      isIdle = true
      onIdle()
    }
  }

  return {
    check,
    noteInput: () => {
      check()
      last = now()
      isIdle = false
      if (!isAway) return
      isAway = false
      onAway(false)
    },
  }
}
