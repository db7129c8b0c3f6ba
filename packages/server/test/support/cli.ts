/** The `watchword` command as a real process, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../bin/watchword.js', import.meta.url))

export type Environment = Readonly<Record<string, string>>

/** How a command ended. */
export type Ended = {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder for one test's processes; nothing of this process's settings reaches them. */
export type Sandbox = {
  readonly folder: string
  run(args: readonly string[], options?: RunOptions): Promise<Ended>
  /** Starts the server, and waits until it answers. */
  serve(options?: ServeOptions): Promise<RunningServer>
  remove(): Promise<void>
}

export type RunOptions = { readonly env?: Environment; readonly stdin?: string }
export type ServeOptions = { readonly env?: Environment; readonly args?: readonly string[] }

export type RunningServer = {
  readonly origin: string
  readonly process: ChildProcess
  /** What it has printed so far. */
  readonly output: { readonly stdout: string; readonly stderr: string }
  /** Settles once the process is over. */
  readonly ended: Promise<Ended>
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

export function createSandbox(base: Environment = {}): Sandbox {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-cli-'))
  const running = new Set<ChildProcess>()

  function start(args: readonly string[], env: Environment = {}) {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', ...base, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    running.add(child)
    const output = { stdout: '', stderr: '' }
    child.stdout.on('data', (chunk) => {
      output.stdout += String(chunk)
    })
    child.stderr.on('data', (chunk) => {
      output.stderr += String(chunk)
    })
    const ended = once(child, 'close').then(([code]): Ended => {
      running.delete(child)
      return { code: typeof code === 'number' ? code : null, ...output }
    })
    return { child, output, ended }
  }

  return {
    folder,
    run: async (args, { env, stdin = '' } = {}) => {
      const { child, ended } = start(args, env)
      child.stdin.on('error', () => {})
      child.stdin.end(stdin)
      return ended
    },
    serve: async ({ env = {}, args = ['--demo'] } = {}) => {
      const port = env['WATCHWORD_PORT'] ?? String(await freePort())
      const { child, output, ended } = start(['serve', ...args], { ...env, WATCHWORD_PORT: port })
      const tls = env['WATCHWORD_DEV_TLS'] !== undefined
      const origin = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`
      const isReady = () => (tls ? saysReady(output) : answers(origin))
      await Promise.race([until(isReady, () => child.exitCode !== null), ended])
      if (child.exitCode !== null) throw new Error(`the server ended: ${output.stderr}`)
      const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
        child.kill(signal)
        return ended
      }
      return { origin, process: child, output, ended, stop }
    },
    remove: async () => {
      const ends = [...running].map((child) => once(child, 'close'))
      for (const child of running) child.kill('SIGKILL')
      await Promise.all(ends)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const given = new Set<number>()

/**
 * A port that nobody listens on at this moment, another each time. It is below those that Linux gives to whoever wants
 * any: nobody comes by it by chance before it is used, or after.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(11_000, 32_000)
    if (given.has(port) || !(await isFree(port))) continue
    given.add(port)
    return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

/** Asks until it is so: the one thing that only time can tell. */
async function until(holds: () => Promise<boolean>, isOver: () => boolean): Promise<void> {
  const latest = Date.now() + 20_000
  while (Date.now() < latest && !isOver() && !(await holds())) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function answers(origin: string): Promise<boolean> {
  return fetch(`${origin}/health/ready`).then(
    (response) => response.ok,
    () => false,
  )
}

async function saysReady({ stdout }: { readonly stdout: string }): Promise<boolean> {
  return stdout.includes('Watchword is ready at')
}
