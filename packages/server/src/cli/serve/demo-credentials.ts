import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  type DemoApiKey,
  type DemoApplication,
  type DemoSecrets,
  demoLoginNames,
} from '#domain/kickstart/demo.ts'
import { randomBase32Hex, randomHex, randomPassword, randomUuid } from '#lib/random.ts'
import { CommandError } from '../command.ts'

/** Where the demo's generated passwords are kept, for their owner alone. */
export function credentialsFileOf(dataDir: string): string {
  return path.join(dataDir, 'demo-credentials.json')
}

/** What the file holds: passwords by login name; and the API key and the application, which older files lack. */
export type DemoCredentials = DemoSecrets

/** What is in the file; `undefined`: there is no file. */
export function readDemoCredentials(file: string): DemoCredentials | undefined {
  if (!existsSync(file)) return undefined
  try {
    const { users, apiKey, application } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly users: Readonly<Record<string, string>>
      readonly apiKey?: DemoApiKey
      readonly application?: DemoApplication
    }
    const named = Object.entries(users).map(([name, password]) => [name, String(password)] as const)
    return { passwords: new Map(named), apiKey, application }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(`${file} cannot be read (${reason}). Remove it, or repair it.`)
  }
}

/** Of an account that was made without a file. */
export const noDemoCredentials: DemoCredentials = { passwords: new Map() }

/**
 * Makes the file with new passwords before the users are made: a process that is killed in between has
 * still told them. Of two processes that start at once, both read what one of them has made.
 */
export function makeDemoCredentials(file: string, accountId: string): DemoCredentials {
  const users = Object.fromEntries(demoLoginNames.map((name) => [name, randomPassword()]))
  const apiKey: DemoApiKey = {
    keyId: randomHex(16),
    appSecret: randomHex(32),
    token: randomHex(16),
    tokenSecret: randomHex(32),
  }
  const application: DemoApplication = {
    clientId: randomUuid(),
    clientSecret: randomBase32Hex(32),
  }
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${randomHex(6)}`
  const text = JSON.stringify({ accountId, users, apiKey, application }, undefined, 2)
  writeFileSync(fresh, `${text}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(fresh, file)
  } catch (error) {
    if (!existsSync(file)) throw error
  } finally {
    rmSync(fresh, { force: true })
  }
  return readDemoCredentials(file) ?? noDemoCredentials
}
