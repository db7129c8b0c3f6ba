#!/usr/bin/env node
/**
 * The `watchword` command. Plain JavaScript, so that an old Node can still say what is wrong: where the
 * Node that runs this is older than 24, the one pinned by the project takes over.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

const oldestMajor = 24

if (Number(process.versions.node.split('.')[0]) >= oldestMajor) {
  // Compiled code is kept beside the packages, where nobody but their owner writes: in a shared temporary
  // folder another user of the machine could leave code for us to run. Here, before the first TypeScript is
  // read: a start that finds all of it there does not load what strips its types, 16 MB.
  nodeModule.enableCompileCache(
    fileURLToPath(new URL('../../../node_modules/.cache/watchword', import.meta.url)),
  )
  await import('../src/main.ts')
} else {
  const pinned = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))
  if (!existsSync(pinned)) {
    process.stderr.write(
      `watchword needs Node ${oldestMajor} or newer; this is ${process.version}. ` +
        'Run "npm start" in the project folder (it installs the right one), or install a newer Node.\n',
    )
    process.exit(1)
  }
  const run = spawn(pinned, process.argv.slice(1), { stdio: 'inherit' })
  // Whoever stops this process means that one.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => run.kill(signal))
  run.on('exit', (code) => process.exit(code ?? 1))
}
