import { answerParent, startChild } from './child.ts'

/** A server under load, in its own process. */
export type BenchServer = {
  readonly port: number
  /** What the server's module handed over with its port: bearers, ids. */
  readonly extra: unknown
  usage(): Promise<Usage>
  /** Has the server's module make what the next round uses up; what it answers is between the two. */
  supply(wanted: unknown): Promise<unknown>
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
    supply: (wanted) => child.ask({ wanted }),
    stop: child.stop,
  }
}

type Serving = {
  readonly port: number
  readonly extra?: unknown
  readonly supply?: (wanted: unknown) => Promise<unknown>
}

/** The server's side: starts it when asked, then tells what it uses, and makes what a round needs. */
export function serveBench(start: () => Promise<Serving>): void {
  let supply: Serving['supply']
  answerParent(async (message) => {
    if (message === 'start') {
      const { port, extra, ...serving } = await start()
      supply = serving.supply
      return { port, extra }
    }
    if (message !== null && typeof message === 'object' && 'wanted' in message) {
      if (supply === undefined) throw new Error('This server of a benchmark supplies nothing.')
      return supply(message.wanted)
    }
    const { user, system } = process.cpuUsage()
    return { cpuMicroseconds: user + system, residentBytes: process.memoryUsage.rss() }
  })
}
