/** A real Valkey or Redis on a loopback port of its own, for tests: never the machine's own service. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export type TestValkey = {
  readonly url: string
  /** One command, in words; answers what the server says, as it says it. */
  command(...words: readonly string[]): Promise<string>
  /** Ends it with a signal; its port stays reserved for `start`. */
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Starts it again on the same port, with what it had saved. */
  start(): Promise<void>
  /** Stops the process in its tracks, connections and all, or lets it go on. */
  freeze(): void
  thaw(): void
  remove(): Promise<void>
}

/** Starts one. Settings as on the command line: `--save ''`. */
export async function startValkey(settings: readonly string[] = []): Promise<TestValkey> {
  const program = ['valkey-server', 'redis-server'].find(isThere)
  if (program === undefined) throw new Error('There is no valkey-server or redis-server.')
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-valkey-'))
  let server: ChildProcess | undefined
  let port = 0
  let started = false

  async function start(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      // Below the ports that Linux gives to outgoing connections.
      if (port === 0) port = randomInt(10_000, 20_000)
      server = spawn(
        program ?? '',
        [
          ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
          ...['--save', '', '--loglevel', 'warning', '--daemonize', 'no', ...settings],
        ],
        { stdio: 'ignore' },
      )
      if (await answers(server, port)) return
      await end(server, 'SIGKILL')
      server = undefined
      if (started || attempt === 3) throw new Error(`${program} does not start.`)
      port = 0
    }
  }

  await start()
  started = true
  return {
    url: `valkey://127.0.0.1:${port}`,
    command: (...words) => tell(port, words),
    kill: async (signal = 'SIGKILL') => {
      if (server !== undefined) await end(server, signal)
    },
    start,
    freeze: () => void server?.kill('SIGSTOP'),
    thaw: () => void server?.kill('SIGCONT'),
    remove: async () => {
      if (server !== undefined) await end(server, 'SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function isThere(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}

async function answers(server: ChildProcess, port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (server.exitCode !== null) return false
    const answer = await tell(port, ['PING']).catch(() => '')
    // Whoever wants a password says so, and is there.
    if (/PONG|NOAUTH/.test(answer)) return server.exitCode === null
    await pause(20)
  }
  return false
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill(signal)
  await ended
}

function tell(port: number, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => {
      const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
      socket.write(`*${words.length}\r\n${parts.join('')}`)
    })
    socket.once('data', (data) => {
      resolve(data.toString())
      socket.destroy()
    })
    socket.once('error', reject)
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer')))
  })
}
