import pg from 'pg'
import { randomHex } from '#lib/random.ts'
import type { Secret } from '#lib/secret.ts'
import type { Announcement, Announcements } from '../port.ts'

export const announcementChannel = 'watchword'

// A half-open connection tells nothing by itself: the beat finds it in time for the promise of one second.
const beatMs = 250
const beatTimeoutMs = 500
const reconnectMs = 250
const connectTimeoutMs = 2000

export type Listener = Announcements & {
  /** What others are to be sent for an announcement: it says that it is from here. */
  payloadOf(announcement: Announcement): string
  /** Delivers to this process's listeners. */
  tell(announcement: Announcement): void
  close(): Promise<void>
}

/**
 * One connection that listens for announcements of others; what was sent from here was told here already. While it is
 * lost, `reliable` is false; once it is back, everything is announced as changed, because nobody knows what was missed.
 */
export async function createListener(
  url: Secret,
  onFault: (fault: Error) => void,
): Promise<Listener> {
  const self = randomHex(8)
  const listeners: ((announcement: Announcement) => void)[] = []
  const tell = (announcement: Announcement) => {
    for (const listener of listeners) listener(announcement)
  }
  let client: pg.Client | undefined
  let closed = false
  let timer: NodeJS.Timeout | undefined

  function lose(lost: pg.Client, fault: Error): void {
    if (client !== lost || closed) return
    client = undefined
    onFault(fault)
    void discard(lost)
    schedule(reconnect, reconnectMs)
  }

  function schedule(step: () => Promise<void>, delayMs: number): void {
    clearTimeout(timer)
    if (closed) return
    timer = setTimeout(() => void step(), delayMs)
    timer.unref()
  }

  async function connect(): Promise<void> {
    const next = await openListening(url, { self, tell, lose })
    if (closed) return discard(next)
    client = next
    tell({ about: 'everything' })
    schedule(beat, beatMs)
  }

  async function reconnect(): Promise<void> {
    try {
      await connect()
    } catch (fault) {
      if (closed) return
      onFault(asError(fault))
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
      if (client === beating) schedule(beat, beatMs)
    } catch (fault) {
      lose(beating, asError(fault))
    } finally {
      clearTimeout(late)
    }
  }

  await connect()
  return {
    reliable: () => client !== undefined,
    subscribe: (added) => {
      listeners.push(added)
    },
    tell,
    payloadOf: (announcement) => JSON.stringify({ ...announcement, from: self }),
    close: async () => {
      closed = true
      clearTimeout(timer)
      if (client !== undefined) await discard(client)
    },
  }
}

async function openListening(
  url: Secret,
  {
    self,
    tell,
    lose,
  }: {
    readonly self: string
    readonly tell: (announcement: Announcement) => void
    readonly lose: (lost: pg.Client, fault: Error) => void
  },
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url.reveal(),
    application_name: 'watchword listener',
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: connectTimeoutMs,
    keepAlive: true,
  })
  client.on('error', (fault) => lose(client, fault))
  client.on('end', () => lose(client, new Error('The announcement connection ended.')))
  client.on('notification', ({ payload }) => {
    const announcement = parseAnnouncement(payload, self)
    if (announcement !== undefined) tell(announcement)
  })
  try {
    await client.connect()
    await client.query(`listen ${announcementChannel}`)
    return client
  } catch (fault) {
    void discard(client)
    throw fault
  }
}

async function discard(client: pg.Client): Promise<void> {
  // What goes wrong with a connection that nobody wants any more is of no interest.
  await client.end().catch(() => {})
}

function asError(fault: unknown): Error {
  return fault instanceof Error ? fault : new Error(String(fault))
}

function parseAnnouncement(payload: string | undefined, self: string): Announcement | undefined {
  try {
    const { from, ...value } = JSON.parse(payload ?? '') as Partial<Announcement> & {
      readonly from?: unknown
    }
    if (from === self) return undefined
    return value.about === 'account' || value.about === 'session' || value.about === 'everything'
      ? (value as Announcement)
      : undefined
  } catch {
    return undefined
  }
}
