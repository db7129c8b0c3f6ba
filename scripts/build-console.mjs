/**
 * Builds the console into `packages/console/dist`, if it is not there or was built of other sources:
 * `node scripts/build-console.mjs [root]`. Plain JavaScript for Node 18 and newer, as it is part of the set-up. What was
 * built of what is told by a hash that is kept beside it: times of files say nothing after a checkout.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a build depends on, from the root: folders with all that is in them, and files. */
const sources = [
  ...['package-lock.json', 'tsconfig.base.json', 'packages/protocol/package.json'],
  ...[
    'package.json',
    'tsconfig.json',
    'vite.config.ts',
    'index.html',
    'build.mjs',
    'src',
    'public',
  ].map((name) => `packages/console/${name}`),
  'packages/protocol/src',
]
const record = 'built-of.txt'

const own = fileURLToPath(import.meta.url)
if (process.argv[1] === own) {
  const root = path.resolve(process.argv[2] ?? path.join(path.dirname(own), '..'))
  process.exitCode = buildConsole(root) ? 0 : 1
}

/** `false`: it could not be built, and what there was before stays; the builder's own words are on the terminal. */
export function buildConsole(root) {
  const folder = path.join(root, 'packages/console')
  const dist = path.join(folder, 'dist')
  const wanted = hashOfSources(root)
  if (builtOf(dist) === wanted) return true
  console.log('setup: building the console')
  // Beside the place it goes to, so that it is put there at once; by process, so that two builds do not meet.
  const made = path.join(folder, `.build-${process.pid}`)
  try {
    removeLeftovers(folder)
    mkdirSync(made)
    const pinnedNode = path.join(root, 'node_modules/.bin/node')
    const node = existsSync(pinnedNode) ? pinnedNode : process.execPath
    const build = spawnSync(node, [path.join(folder, 'build.mjs'), made], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    })
    if (build.status !== 0 || !existsSync(path.join(made, 'index.html'))) return false
    writeFileSync(path.join(made, record), `${wanted}\n`)
    put(made, dist, wanted)
    return true
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

/** Puts the build in its place. Where another was put there in between, the last of other sources wins. */
function put(made, dist, wanted) {
  const old = `${made}-old`
  for (let tries = 0; tries < 10; tries += 1) {
    try {
      if (existsSync(dist)) renameSync(dist, old)
      renameSync(made, dist)
      return
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(error.code)) throw error
      if (builtOf(dist) === wanted) return
    } finally {
      rmSync(old, { recursive: true, force: true })
    }
  }
  throw new Error(`setup: ${dist} is changed by others all the time; run this again.`)
}

function builtOf(dist) {
  try {
    return existsSync(path.join(dist, 'index.html'))
      ? readFileSync(path.join(dist, record), 'utf8').trim()
      : undefined
  } catch {
    return undefined
  }
}

function hashOfSources(root) {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((source) => filesOf(root, source))) {
    const content = readFileSync(path.join(root, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** Sorted, with `/` between folders; without tests, which no build holds. */
function filesOf(root, source) {
  const place = path.join(root, source)
  if (!existsSync(place)) return []
  let entries
  try {
    entries = readdirSync(place, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return [source]
    throw error
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => !/\.test\.tsx?$/.test(name))
    .flatMap(({ name }) => filesOf(root, `${source}/${name}`))
}

/** What builds that were killed have left. */
function removeLeftovers(folder) {
  for (const name of readdirSync(folder)) {
    const owner = /^\.build-(\d+)(?:-old)?$/.exec(name)?.[1]
    if (owner === undefined || isRunning(Number(owner))) continue
    rmSync(path.join(folder, name), { recursive: true, force: true })
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
