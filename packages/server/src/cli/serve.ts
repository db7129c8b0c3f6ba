import cluster from 'node:cluster'
import type { Command } from 'commander'
import { readConfig } from '#config/read-config.ts'
import { createLog } from '#lib/log.ts'
import { describeWelcome, type Welcome } from './serve/banner.ts'
import { openPrepared, prepare } from './serve/prepare.ts'
import { runServer } from './serve/run-server.ts'
import { stopSignal } from './serve/shutdown.ts'

export type ServeOptions = { readonly demo?: boolean; readonly json?: boolean }

/** `watchword serve`: the server, in this process or in several. */
export function defineServe(command: Command): void {
  command
    .option('--demo', 'make the demo account, if no kickstart file is set, and say where to go')
    .option('--json', 'say where to go as one line of JSON, once the server is ready')
    .addHelpText('after', example)
    .action(serve)
}

async function serve(options: ServeOptions): Promise<void> {
  const config = readConfig(process.env)
  const log = createLog(config.logLevel)
  exitOnBug((error) => log.fatal({ err: error }, 'a bug ended the process'))
  if (cluster.isWorker) {
    const { leaveSignalsToPrimary, runWorker } = await import('./serve/worker.ts')
    leaveSignalsToPrimary()
    return runWorker({ config, log, opened: await openPrepared(config, log) })
  }
  const stopped = stopSignal()
  for (const warning of config.warnings) log.warn(warning)
  const { opened, welcome } = await prepare(config, log, options)
  const run = { config, log, opened, stopped, ready: () => greet(welcome, options) }
  if (config.workers === 1) return runServer(run)
  const { runPrimary } = await import('./serve/primary.ts')
  return runPrimary(run)
}

/** Passwords that were generated are shown wherever the output goes: nobody else ever tells them. */
function greet(welcome: Welcome, options: ServeOptions): void {
  if (options.json) process.stdout.write(`${JSON.stringify(welcome)}\n`)
  else if (options.demo || process.stdout.isTTY || welcome.created.length > 0) {
    process.stdout.write(`${describeWelcome(welcome)}\n`)
  }
}

/** After a bug nobody knows what holds: the process ends, and whoever watches over it starts another. */
function exitOnBug(tell: (error: unknown) => void): void {
  const end = (error: unknown) => {
    tell(error)
    process.exit(1)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

const example = `
Listens until SIGTERM or SIGINT, then finishes what it has begun (10 seconds at most) and exits with 0;
a second signal ends it at once. The log goes to the standard error stream, one JSON object a line.

Examples:
  $ watchword serve --demo
  $ WATCHWORD_DATABASE_URL=postgres://… WATCHWORD_WORKERS=4 watchword serve
  $ WATCHWORD_KICKSTART=kickstart.json watchword serve --json`
