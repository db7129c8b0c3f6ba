/**
 * A real PostgreSQL for a test file: a database of its own on the cluster that `scripts/test.mjs` started,
 * or, when a file is run alone, on one that this starts and stops.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'

export type Cluster = { readonly url: string; stop(): void }

/** `initdb` into a temporary folder, as a user other than root, which PostgreSQL demands. */
export function startCluster(): Cluster {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return tryToStart()
    } catch (error) {
      // Somebody may have the port; the next attempt takes another.
      if (attempt === 3) throw error
    }
  }
}

function tryToStart(): Cluster {
  const bin = findBinaries()
  const folder = mkdtempSync(path.join(tmpdir(), 'watchword-pg-'))
  const user = process.getuid?.() === 0 ? postgresUser() : undefined
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  const data = path.join(folder, 'data')
  const run = (program: string, ...rest: readonly string[]) => {
    const result = spawnSync(path.join(bin, program), rest, {
      encoding: 'utf8',
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(user === undefined ? {} : user),
    })
    if (result.status === 0) return
    if (program !== 'pg_ctl' || rest.includes('start'))
      rmSync(folder, { recursive: true, force: true })
    throw new Error(`${program}: ${result.stderr}`)
  }
  run('initdb', '-D', data, '-U', 'watchword', '-A', 'trust', '-E', 'UTF8', '--no-locale', '-N')
  // Without fsync: the tests kill processes, not the machine, and what was written survives that.
  const settings = `-k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=off`
  // Below the ports that Linux gives to outgoing connections.
  const port = randomInt(20_000, 32_000)
  run(
    'pg_ctl',
    '-D',
    data,
    '-w',
    '-o',
    `${settings} -p ${port}`,
    '-l',
    path.join(folder, 'log'),
    'start',
  )
  return {
    url: `postgres://watchword@127.0.0.1:${port}/postgres`,
    stop: () => {
      run('pg_ctl', '-D', data, '-m', 'immediate', 'stop')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A new, empty database; drop it when done. */
export async function createDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const { url, stop } = sharedCluster()
  const name = `test_${randomBytes(8).toString('hex')}`
  await administer(url, `create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return {
    url: own.href,
    drop: async () => {
      await administer(url, `drop database ${name} with (force)`)
      stop()
    },
  }
}

function sharedCluster(): Cluster {
  const url = process.env['WATCHWORD_TEST_POSTGRES']
  if (url !== undefined) return { url, stop: () => {} }
  return startCluster()
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function findBinaries(): string {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : []
  const found = versions
    .map((version) => `${base}/${version}/bin`)
    .find((bin) => existsSync(`${bin}/initdb`))
  if (found !== undefined) return found
  return path.dirname(execFileSync('sh', ['-c', 'command -v initdb'], { encoding: 'utf8' }).trim())
}

function postgresUser(): { readonly uid: number; readonly gid: number } {
  const id = (flag: string, name: string) =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: id('-u', name), gid: id('-g', name) }
    } catch {
      // The next one.
    }
  }
  throw new Error('PostgreSQL must not run as root, and there is no user postgres or nobody.')
}
