/**
 * Runs the tests: `node scripts/test.mjs [unit|server|browser] [-- options of node --test]`; without an
 * argument all of them. Plain JavaScript, so that an old Node can still say what is wrong.
 *
 * One PostgreSQL cluster serves the whole run; each test file makes databases of its own on it.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const testTimeoutMs = 120_000
// Two: the tests of one file mostly wait for a database, and a small machine has two cores.
const filesAtOnce = 2

/** Each file is in one group. An `optional` group may be empty in a full run, never when it is named. */
const groups = {
  unit: {
    files: ['packages/*/src/**/*.test.ts', 'bench/**/*.test.ts', 'examples/**/*.test.ts'],
    except: '/test/',
    postgres: false,
    optional: false,
  },
  server: {
    files: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
    except: '/test/browser/',
    postgres: true,
    optional: false,
  },
  browser: {
    files: ['packages/*/test/browser/**/*.test.ts', 'examples/*/test/browser/**/*.test.ts'],
    postgres: true,
    optional: true,
  },
}

if (Number(process.versions.node.split('.')[0]) < 24) {
  fail(
    `this is Node ${process.versions.node}; use "npm test", which runs the Node that is pinned here.`,
  )
}
process.exitCode = await run(process.argv.slice(2))

async function run(given) {
  const separator = given.indexOf('--')
  const named = separator === -1 ? given : given.slice(0, separator)
  const options = separator === -1 ? [] : given.slice(separator + 1)
  const chosen = named.length === 0 ? Object.keys(groups) : named
  const files = chosen.flatMap((name) => filesOf(name, named.length === 0))
  const cluster = chosen.some((name) => groups[name].postgres) ? await startCluster() : undefined
  try {
    return await runFiles(files, options, cluster)
  } finally {
    cluster?.stop()
  }
}

function filesOf(name, everything) {
  const group = groups[name]
  if (group === undefined) {
    fail(`there is no group "${name}"; there are ${Object.keys(groups).join(', ')}.`)
  }
  const found = globSync(group.files, { cwd: root }).filter(
    (file) => group.except === undefined || !file.includes(group.except),
  )
  if (found.length === 0 && !(everything && group.optional)) {
    fail(`no file matches ${group.files.join(' or ')}: nothing would be tested.`)
  }
  return found.sort()
}

/** A cluster that was started before, by whoever set the variable, is used as it is. */
async function startCluster() {
  const given = process.env['WATCHWORD_TEST_POSTGRES']
  if (given !== undefined && given !== '') return { url: given, stop: () => {} }
  const support = path.join(root, 'packages/server/test/support/postgres.ts')
  try {
    return (await import(support)).startCluster()
  } catch (error) {
    fail(`PostgreSQL does not start (${error.message}); "npm test" installs it where apt-get is.`)
  }
}

function runFiles(files, options, cluster) {
  const running = spawn(
    process.execPath,
    [
      '--test',
      `--test-concurrency=${filesAtOnce}`,
      `--test-timeout=${testTimeoutMs}`,
      ...options,
      ...files,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...(cluster && { WATCHWORD_TEST_POSTGRES: cluster.url }) },
    },
  )
  // The tests end first, then the cluster: a signal must not leave one running.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => running.kill(signal))
  }
  return new Promise((resolve) => {
    running.on('error', (error) => {
      console.error(`test: ${error.message}`)
      resolve(1)
    })
    running.on('exit', (code) => resolve(code ?? 1))
  })
}

function fail(message) {
  console.error(`test: ${message}`)
  process.exit(1)
}
