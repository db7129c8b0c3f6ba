import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../../../packages/server/bin/watchword.js', import.meta.url))
const longestStartMs = 30_000

export type RunWatchword = {
  readonly port: number
  readonly kickstart: object
  /** The one other server that it may ask although it is on this machine, and speaks plain http. */
  readonly brandOrigin: string
}

export type RunningWatchword = {
  readonly origin: string
  /** Settles when the process is over, for whatever reason. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Runs the real server as a process of its own, with a database that is gone when it ends. */
export async function runWatchword(given: RunWatchword): Promise<RunningWatchword> {
  const { port, kickstart, brandOrigin } = given
  const origin = `http://127.0.0.1:${port}`
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-demo-'))
  const file = path.join(folder, 'kickstart.json')
  writeFileSync(file, JSON.stringify(kickstart), { mode: 0o600 })
  const child = spawn(process.execPath, [bin, 'serve'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      WATCHWORD_HOST: '127.0.0.1',
      WATCHWORD_PORT: String(port),
      WATCHWORD_PUBLIC_ORIGIN: origin,
      WATCHWORD_DATA_DIR: folder,
      WATCHWORD_KICKSTART: file,
      WATCHWORD_OUTBOUND_ALLOW: brandOrigin,
      // What is broken on purpose needs no line of its own beside the page.
      WATCHWORD_LOG_LEVEL: process.env['WATCHWORD_LOG_LEVEL'] ?? 'fatal',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'close').then(() => rmSync(folder, { recursive: true, force: true }))
  await untilReady(origin, child)
  return {
    origin,
    ended,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

async function untilReady(origin: string, child: ChildProcess): Promise<void> {
  const latest = Date.now() + longestStartMs
  while (Date.now() < latest && child.exitCode === null) {
    const response = await fetch(`${origin}/health/ready`).catch(() => undefined)
    if (response?.ok === true) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  child.kill('SIGKILL')
  throw new Error('The Watchword server did not start; its own words are above.')
}
