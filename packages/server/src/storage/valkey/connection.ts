import { createClient, type RedisClientOptions } from '@redis/client'
import type { Secret } from '#lib/secret.ts'
import { withinPatience } from './patience.ts'

/** A connection to one run of a server. */
export type ValkeyLink = {
  send(args: readonly string[]): Promise<unknown>
  /** Of this run of the server: another one after each restart, and on every other server. */
  readonly runId: string
}

/** The one connection of a process: lost and made again without anybody asking. */
export type ValkeyConnection = {
  /** `undefined`: there is none now. */
  link(): ValkeyLink | undefined
  /** Gives up a connection that does not answer, and makes another. */
  drop(link: ValkeyLink, reason: Error): void
  close(): Promise<void>
}

export type ValkeyReports = {
  /** The connection was lost, or could not be made: told once until it is there again. */
  readonly onFault: (fault: Error) => void
  /** What works, but should be known. */
  readonly onWarning: (text: string) => void
}

type Options = ValkeyReports & {
  readonly url: Secret
  /** Done first on every new connection; nobody uses it before. */
  readonly greet: (link: ValkeyLink) => Promise<unknown>
}

type Client = ReturnType<typeof createClient>
type Current = { readonly client: Client; readonly link: ValkeyLink; lose(reason: Error): void }

const longestPauseMs = 1000

/** Connects; answers after the first attempt, whether or not it succeeded. */
export async function keepConnection(options: Options): Promise<ValkeyConnection> {
  const { url, greet, onFault, onWarning } = options
  let current: Current | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let told = false
  let pauseMs = 0

  async function connect(): Promise<void> {
    const client = createClient(optionsOf(url))
    let lost = false
    const lose = (reason: Error) => {
      if (lost) return
      lost = true
      if (current?.client === client) current = undefined
      if (client.isOpen) client.destroy()
      if (closed) return
      if (!told) onFault(reason)
      told = true
      timer = setTimeout(() => void connect(), pauseMs)
      pauseMs = Math.min(Math.max(pauseMs * 2, 50), longestPauseMs)
    }
    client.on('error', lose)
    try {
      await withinPatience(client.connect())
      const { runId, policy } = await withinPatience(describeServer(client))
      const send = (args: readonly string[]) => client.sendCommand([...args])
      const link = { send, runId }
      await withinPatience(greet(link))
      if (closed) return client.destroy()
      if (lost) return
      if (policy !== 'noeviction') onWarning(evictionWarning(policy))
      current = { client, link, lose }
      told = false
      pauseMs = 0
    } catch (error) {
      lose(error instanceof Error ? error : new Error(String(error)))
    }
  }

  await connect()
  return {
    link: () => current?.link,
    drop: (link, reason) => {
      if (current?.link === link) current.lose(reason)
    },
    close: async () => {
      closed = true
      clearTimeout(timer)
      const client = current?.client
      current = undefined
      if (client?.isOpen !== true) return
      // It waits for what was asked; a server that does not answer is not waited for.
      await withinPatience(client.close()).catch(() => client.isOpen && client.destroy())
    },
  }
}

function optionsOf(url: Secret): RedisClientOptions {
  return {
    url: url.reveal().replace(/^valkey:/i, 'redis:'),
    name: 'watchword',
    // Connections are made again here: each must first learn which run of which server it leads to.
    socket: { connectTimeout: 1000, reconnectStrategy: false },
    disableOfflineQueue: true,
    maintNotifications: 'disabled',
  }
}

async function describeServer(client: Client): Promise<{ runId: string; policy: string }> {
  const [server, memory] = await Promise.all([client.info('server'), client.info('memory')])
  const runId = /^run_id:([\w-]+)/m.exec(server)?.[1]
  if (runId === undefined) throw new Error('INFO of the Valkey server names no run_id.')
  return { runId, policy: /^maxmemory_policy:([\w-]+)/m.exec(memory)?.[1] ?? 'unknown' }
}

function evictionWarning(policy: string): string {
  return (
    `maxmemory-policy of the Valkey server is ${policy}: when its memory is full it forgets nonces, and ` +
    'a signed request can be replayed. Set it to noeviction.'
  )
}
