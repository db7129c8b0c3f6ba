import pg from 'pg'
import type { Secret } from '#lib/secret.ts'
import type { Announcement, Announcements } from '../port.ts'

export const announcementChannel = 'watchword'

// A half-open connection tells nothing by itself: the beat finds it in time for the promise of one second.
const beatMs = 250
const beatTimeoutMs = 500
const reconnectMs = 250

export type Listener = Announcements & {
  /** Delivers to this process's listeners. */
  tell(announcement: Announcement): void
  close(): Promise<void>
}

/**
 * One connection that listens for announcements. While it is lost, `reliable` is false; once it is back,
 * everything is announced as changed, because nobody knows what was missed.
 */
export async function createListener(url: Secret, onFault: (fault: Error) => void) {
  const listeners: ((announcement: Announcement) => void)[] = []
  const tell = (announcement: Announcement) => {
    for (const listener of listeners) listener(announcement)
  }
  let client: pg.Client | undefined
  let healthy = false
  let closed = false
  let timer: NodeJS.Timeout | undefined

  function lose(lost: pg.Client, fault: Error): void {
    if (client !== lost || closed) return
    healthy = false
    client = undefined
    onFault(fault)
    lost.end().catch(() => {})
    schedule(reconnect, reconnectMs)
  }

  function schedule(step: () => Promise<void>, delayMs: number): void {
    if (closed) return
    timer = setTimeout(() => void step(), delayMs)
    timer.unref()
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url.reveal(),
      application_name: 'watchword listener',
      connectionTimeoutMillis: 2000,
      keepAlive: true,
    })
    next.on('error', (fault) => lose(next, fault))
    next.on('end', () => lose(next, new Error('The announcement connection ended.')))
    next.on('notification', ({ payload }) => {
      const announcement = parseAnnouncement(payload)
      if (announcement !== undefined) tell(announcement)
    })
    await next.connect()
    await next.query(`listen ${announcementChannel}`)
    client = next
    healthy = true
    tell({ about: 'everything' })
    schedule(beat, beatMs)
  }

  async function reconnect(): Promise<void> {
    try {
      await connect()
    } catch (fault) {
      onFault(fault instanceof Error ? fault : new Error(String(fault)))
      schedule(reconnect, reconnectMs)
    }
  }

  async function beat(): Promise<void> {
    const beating = client
    if (beating === undefined) return
    const late = setTimeout(
      () => lose(beating, new Error('The announcement connection does not answer.')),
      beatTimeoutMs,
    )
    try {
      await beating.query('select 1')
      schedule(beat, beatMs)
    } catch (fault) {
      lose(beating, fault instanceof Error ? fault : new Error(String(fault)))
    } finally {
      clearTimeout(late)
    }
  }

  await connect()
  const listener: Listener = {
    reliable: () => healthy,
    subscribe: (added) => {
      listeners.push(added)
    },
    tell,
    close: async () => {
      closed = true
      clearTimeout(timer)
      await client?.end()
    },
  }
  return listener
}

function parseAnnouncement(payload: string | undefined): Announcement | undefined {
  try {
    const value = JSON.parse(payload ?? '') as Partial<Announcement>
    return value.about === 'account' || value.about === 'session' || value.about === 'everything'
      ? (value as Announcement)
      : undefined
  } catch {
    return undefined
  }
}
