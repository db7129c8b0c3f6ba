import { focusManager } from '@tanstack/react-query'
import { createPresence } from './presence.ts'
import type { Session } from './session.ts'

/** What somebody does who is there. */
const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
/** So soon nothing is asked any more by itself: what renews the tokens is somebody, not a picture that is drawn anew. */
const awayMs = 60_000
const lookEveryMs = 15_000
const tellEveryMs = 5000

/** Ends the session of a page that nobody is at for as long as the account lets a session be idle. */
export function watchPresence(session: Session, idleMinutes: number): void {
  const others = new BroadcastChannel(`watchword.presence.${session.accountId}`)
  const presence = createPresence({
    ...{ idleMs: idleMinutes * 60_000, awayMs, now: () => Date.now() },
    onAway: (isAway) => focusManager.setFocused(isAway ? false : undefined),
    onIdle: session.endForIdleness,
  })
  let toldAt = 0
  const noteInput = () => {
    presence.noteInput()
    const now = Date.now()
    if (now - toldAt < tellEveryMs) return
    toldAt = now
    others.postMessage('')
  }
  for (const name of inputs) {
    window.addEventListener(name, noteInput, { capture: true, passive: true })
  }
  others.addEventListener('message', presence.noteInput)
  document.addEventListener('visibilitychange', presence.check)
  setInterval(presence.check, lookEveryMs)
}
