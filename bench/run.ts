/** `npm run bench`: every benchmark, one after the other, written to RESULTS.md. Names on the command line choose. */
import path from 'node:path'
import pg from 'pg'
import { createDatabase, startCluster } from '../packages/server/test/support/postgres.ts'
import { startValkey } from '../packages/server/test/support/valkey.ts'
import { againstFastify, type Read } from './against-fastify.ts'
import { againstJose, againstOidcProvider } from './against-oidc-provider.ts'
import { consoleLoad } from './console.ts'
import {
  anonymousAgainstBound,
  authenticateAgainstBound,
  consumerTokenAgainstBearer,
} from './consumers.ts'
import type { Comparison } from './harness/paired-ratio.ts'
import { comparisonTable, table, writeSection } from './harness/report.ts'
import { loginRate, readsDuringLogins } from './login.ts'
import { pureVerification, signedAgainstBearer } from './oauth1.ts'
import { startTime } from './start-time.ts'
import { tokenFlows } from './token-flows.ts'

const results = path.join(import.meta.dirname, 'RESULTS.md')
const chosen = process.argv.slice(2)

const domainApi: Read = {
  path: () => '/api/account/12345678/service/agentVep/baseURI.json?version=1.0',
  route: '/api/account/:accountId/service/:service/baseURI.json',
  withBearer: false,
  peerSerializes: false,
}
const userRead: Read = {
  path: ({ userPath }) => userPath,
  route: '/api/account/:accountId/configuration/le-users/users/:userId',
  withBearer: true,
  peerSerializes: true,
}

const noTarget = 'Its server shares the two cores. Reported, no target.'

const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  'domain-api': async () =>
    report(
      'Domain API: one service',
      comparisonTable({ a: 'Watchword', b: 'bare Fastify' }, await againstFastify(domainApi)),
      'Divided by: a Fastify route without hooks or schemas that gives the same headers and body. Target: at least 0.85.',
    ),
  users: async () =>
    report(
      'GET users/{id} with a bearer, SQLite',
      comparisonTable({ a: 'Watchword', b: 'bare Fastify' }, await againstFastify(userRead)),
      'Divided by: a Fastify route with a response schema that gives the same headers and body, and checks nothing. Target: at least 0.5.',
    ),
  'users-postgres': async () => {
    const compared = await onPostgres((environment) =>
      againstFastify(userRead, { environment, count: 8000 }),
    )
    report(
      'GET users/{id} with a bearer, PostgreSQL',
      comparisonTable({ a: 'Watchword', b: 'bare Fastify' }, compared),
      'The same on PostgreSQL on the same two cores: one indexed read over a socket. Reported, no target.',
    )
  },
  login: async () => {
    const { loginsPerSecond, hashesPerSecond, ratio, p99Ms } = await loginRate()
    const reads = await readsDuringLogins()
    report(
      'Login, SQLite',
      table(
        ['', 'per second', 'p99 ms'],
        [
          ['logins, pool of one thread', loginsPerSecond.toFixed(1), p99Ms.toFixed(1)],
          ['Argon2id of the same pool alone', hashesPerSecond.toFixed(1), ''],
          ['logins / hashes, median of 5 paired rounds', ratio.toFixed(2), ''],
          ['GET users/{id}, idle', '', reads.idleP99Ms.toFixed(2)],
          [
            'GET users/{id} while logins fill the pool of another process',
            '',
            reads.elsewhereP99Ms.toFixed(2),
          ],
          ['GET users/{id} while logins fill the pool', '', reads.busyP99Ms.toFixed(2)],
          ['logins elsewhere / idle, median of 9 rounds', '', reads.elsewhereRatio.toFixed(2)],
          ['logins / idle, median of 9 rounds', '', reads.ratio.toFixed(2)],
          ['logins / logins elsewhere, median of 9 rounds', '', reads.toElsewhere.toFixed(2)],
        ],
      ),
      'Divided by: verifications of the same pool (Argon2id, 19 MiB, 2 passes) without a server. Targets: at least 0.9, and p99 at most 2 times idle. The other process verifies as many passwords and does nothing else: what that does to the reads is the work of the machine, not of the server. Servers and load generators share two cores.',
    )
  },
  'oauth1-verify': async () => {
    const { verified, peer, ratio, rounds } = pureVerification()
    report(
      'OAuth 1.0: verification alone',
      table(
        ['', 'per CPU second'],
        [
          ['Watchword: header and query read, base string, HMAC, comparison', verified.toFixed(0)],
          ['npm oauth-1.0a: the same signature computed', peer.toFixed(0)],
          [`Watchword / oauth-1.0a, median of ${rounds} paired rounds`, ratio.toFixed(2)],
        ],
      ),
      'HMAC-SHA1, a list of users with three query parameters. Target: at least 1.3.',
    )
  },
  oauth1: async () => reportSigned('SQLite', await signedAgainstBearer(), 'Target: at least 0.7.'),
  'oauth1-postgres': async () => {
    const compared = await onPostgres((environment) =>
      signedAgainstBearer({ environment, count: 4000 }),
    )
    reportSigned('PostgreSQL', compared, noTarget)
  },
  'oauth1-valkey': async () => {
    const valkey = await startValkey()
    try {
      const environment = { BENCH_VALKEY: valkey.url }
      reportSigned(
        'SQLite, nonces in Valkey or Redis',
        await signedAgainstBearer({ environment }),
        noTarget,
      )
    } finally {
      await valkey.remove()
    }
  },
  ...tokenBenchmarks(),
  ...consumerBenchmarks(),
  console: async () => {
    const load = await consoleLoad()
    report(
      'Console in Chromium, localhost, empty cache of the browser',
      table(
        ['', ''],
        [
          ['first paint of the page that stays, median of 5', `${load.firstPaintMs.toFixed(0)} ms`],
          [
            'from the address to the heading, by the issuer and back',
            `${load.readyMs.toFixed(0)} ms`,
          ],
          ['the same with the files in the cache', `${load.againMs.toFixed(0)} ms`],
          ['script of the first load, gzip', `${load.scriptKilobytes.toFixed(0)} KB`],
          ['style of the first load, gzip', `${load.styleKilobytes.toFixed(0)} KB`],
          ['layout shift, worst of 5', load.layoutShift.toFixed(3)],
        ],
      ),
      'An administrator of the demo account opens the start page. Targets: first paint under 1 s, at most 250 KB of script, no shift.',
    )
  },
  start: async () => {
    const { firstMs, laterMs, restingMegabytes } = await startTime()
    report(
      'Start and memory, SQLite',
      table(
        ['', ''],
        [
          [
            'first start to first answer (makes the database and the demo)',
            `${firstMs.toFixed(0)} ms`,
          ],
          ['later starts to first answer, median of 5', `${laterMs.toFixed(0)} ms`],
          ['resident memory, 3 s later', `${restingMegabytes.toFixed(0)} MB`],
        ],
      ),
      'Targets: later starts under 1 s, under 150 MB at rest.',
    )
  },
}

const unknown = chosen.filter((name) => !(name in benchmarks))
if (unknown.length > 0) {
  console.error(
    `No benchmark: ${unknown.join(', ')}. There are ${Object.keys(benchmarks).join(', ')}.`,
  )
  process.exit(1)
}
for (const [name, run] of Object.entries(benchmarks)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  console.log(`\n# ${name}`)
  await run()
}

/** Each kind of token request, on SQLite and on PostgreSQL, beside npm `oidc-provider` in memory. */
function tokenBenchmarks(): Record<string, () => Promise<void>> {
  const names = [...new Set(tokenFlows.map(({ name }) => name))]
  return Object.fromEntries(
    names.flatMap((name) => [
      [name, () => compareTokens(name, 'SQLite')],
      [`${name}-postgres`, () => compareTokens(name, 'PostgreSQL')],
    ]),
  )
}

/** Consumers, each beside what it takes at least, or beside the call of a user. */
function consumerBenchmarks(): Record<string, () => Promise<void>> {
  const bound = (heading: string, compared: Comparison, target: string) =>
    report(
      heading,
      comparisonTable({ a: 'Watchword', b: 'one verification, one signature' }, compared),
      `Divided by: one RS256 verification and one RS256 signature of node:crypto, as many at once as there are connections. ${target}`,
    )
  const least = 'Target: at least 0.6.'
  const authenticate = async (store: string, environment: Readonly<Record<string, string>>) =>
    bound(
      `Authenticate a consumer by an RS256 id_token, pasted key, ${store}`,
      await authenticateAgainstBound('pasted', { environment }),
      store === 'SQLite' ? `Every token is new, and every one is written. ${least}` : noTarget,
    )
  return {
    authenticate: () => authenticate('SQLite', {}),
    'authenticate-jwks': async () =>
      bound(
        'Authenticate a consumer by an RS256 id_token, keys of the JWKS in cache, SQLite',
        await authenticateAgainstBound('jwks'),
        least,
      ),
    'authenticate-postgres': () =>
      onPostgres((environment) => authenticate('PostgreSQL', environment)),
    anonymous: async () =>
      bound(
        'A new anonymous consumer, SQLite',
        await anonymousAgainstBound(),
        'It takes the signature alone. Reported, no target.',
      ),
    'consumer-token': async () =>
      report(
        'A consumer reads their own profile, SQLite',
        comparisonTable({ a: 'consumer token', b: 'bearer' }, await consumerTokenAgainstBearer()),
        'Divided by: an administrator who reads the same profile with a bearer, of the same server process. Target: at least 0.7.',
      ),
  }
}

async function compareTokens(name: string, store: 'SQLite' | 'PostgreSQL'): Promise<void> {
  for (const flow of tokenFlows.filter((one) => one.name === name)) {
    const compared =
      store === 'SQLite'
        ? await againstOidcProvider(flow)
        : await onPostgres((environment) => againstOidcProvider(flow, { environment }))
    report(
      `${flow.heading}, ${store}`,
      comparisonTable({ a: 'Watchword', b: 'oidc-provider' }, compared),
      `Divided by: npm oidc-provider on its in-memory adapter (with room for more than a round), the same client by HTTP Basic, the same algorithms. ${
        store === 'SQLite'
          ? `Ours waits for the disk (as \`synchronous=FULL\` does) wherever it writes. ${flow.target}`
          : noTarget
      }`,
    )
    if (flow.client !== 'rs256' || store !== 'SQLite') continue
    report(
      'Client credentials, RS256, and a bare signature',
      comparisonTable({ a: 'Watchword', b: 'jose' }, await againstJose(flow)),
      'Divided by: jose that signs the same claims with RS256 and does nothing else, as many at once as there are connections. Target: at least 0.8.',
    )
  }
}

function reportSigned(store: string, compared: Comparison, target: string): void {
  report(
    `GET users/{id}, signed (OAuth 1.0), ${store}`,
    comparisonTable({ a: 'signed', b: 'with a bearer' }, compared),
    `Divided by: the same GET of the same server process with a bearer. ${target}`,
  )
}

function report(heading: string, figures: string, note: string): void {
  console.log(`${heading}\n\n${figures}\n`)
  writeSection(results, heading, `${figures}\n\n${note}`)
}

async function onPostgres<T>(run: (environment: Record<string, string>) => Promise<T>): Promise<T> {
  const cluster = startCluster()
  process.env['WATCHWORD_TEST_POSTGRES'] = cluster.url
  const database = await createDatabase()
  await waitForDisk(database.url)
  try {
    return await run({ BENCH_POSTGRES: database.url })
  } finally {
    await database.drop()
    cluster.stop()
    // No setting of the servers that are started after it.
    delete process.env['WATCHWORD_TEST_POSTGRES']
  }
}

/** The tests' cluster does not wait for the disk; a measured one does, as it would in use. */
async function waitForDisk(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('alter system set fsync = on')
  await client.query('select pg_reload_conf()')
  await client.end()
}
