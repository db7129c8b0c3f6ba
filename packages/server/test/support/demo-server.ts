import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from './cli.ts'

/** `watchword serve --demo`, as a new user starts it, in a data directory of its own. */
export type DemoServer = {
  readonly origin: string
  readonly accountId: string
  readonly passwords: Readonly<Record<'admin' | 'manager' | 'agent' | 'campaigner', string>>
  readonly apiKey: DemoKey
  readonly application: { readonly clientId: string; readonly clientSecret: string }
  /** Its process, for who measures it. */
  readonly pid: number
  stop(): Promise<void>
}

export type DemoKey = {
  readonly keyId: string
  readonly appSecret: string
  readonly token: string
  readonly tokenSecret: string
}

type Credentials = Pick<DemoServer, 'accountId' | 'apiKey' | 'application'> & {
  readonly users: DemoServer['passwords']
}

const command = path.join(import.meta.dirname, '../../bin/watchword.js')

export async function startDemoServer(): Promise<DemoServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-demo-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const said = path.join(folder, 'said.log')
  const output = openSync(said, 'w')
  const child = spawn(process.execPath, [command, 'serve', '--demo'], {
    stdio: ['ignore', output, output],
    // Of its own alone: a setting of the server that measures or photographs it is not its own.
    env: {
      PATH: process.env['PATH'] ?? '',
      WATCHWORD_DATA_DIR: folder,
      WATCHWORD_PORT: `${port}`,
      WATCHWORD_PUBLIC_ORIGIN: origin,
      WATCHWORD_RATE_LIMITS: 'off',
    },
  })
  closeSync(output)
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const isReady = await untilReady(`${origin}/health/ready`, () => child.exitCode === null)
  if (!isReady) throw new Error(`The demo does not start: ${readFileSync(said, 'utf8')}`)
  const file = path.join(folder, 'demo-credentials.json')
  const { users, ...credentials } = JSON.parse(readFileSync(file, 'utf8')) as Credentials
  return {
    ...{ origin, passwords: users, ...credentials, pid: child.pid ?? 0 },
    stop: async () => {
      child.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilReady(url: string, isAlive: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 400 && isAlive(); tries += 1) {
    const answered = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
    if (answered) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}
