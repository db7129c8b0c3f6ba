import { answerParent, startChild } from './child.ts'

/** A server under load, in its own process. */
export type BenchServer = {
  readonly port: number
  /** What the server's module handed over with its port: bearers, ids. */
  readonly extra: unknown
  usage(): Promise<Usage>
  stop(): Promise<void>
}

/** User and system time of the process so far, and its resident memory. */
export type Usage = { readonly cpuMicroseconds: number; readonly residentBytes: number }

type Started = { readonly port: number; readonly extra: unknown }

/** Starts a module that calls `serveBench`. */
export async function startServer(
  module: string,
  options: Parameters<typeof startChild>[1] = {},
): Promise<BenchServer> {
  const child = startChild(module, options)
  const { port, extra } = (await child.ask('start')) as Started
  return {
    port,
    extra,
    usage: async () => (await child.ask('usage')) as Usage,
    stop: child.stop,
  }
}

/** The server's side: starts it when asked, then tells what it uses. */
export function serveBench(
  start: () => Promise<{ readonly port: number; readonly extra?: unknown }>,
): void {
  answerParent(async (message) => {
    if (message === 'start') return start()
    const { user, system } = process.cpuUsage()
    return { cpuMicroseconds: user + system, residentBytes: process.memoryUsage.rss() }
  })
}
