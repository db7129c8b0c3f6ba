import type { Piscina } from 'piscina'

/** Moves the log of a SQLite file into the file, on another thread. */
export type Checkpointer = {
  run(): Promise<void>
  close(): Promise<void>
}

/** A thread without work ends after this time. */
const idleMs = 30_000

/** The thread starts with the first long log: a server that writes little pays neither its time nor its memory. */
export function createCheckpointer(file: string): Checkpointer {
  let pool: Promise<Piscina<string, void>> | undefined
  return {
    run: async () => {
      pool ??= openPool()
      await (await pool).run(file)
    },
    close: async () => {
      await (await pool)?.destroy()
    },
  }
}

async function openPool(): Promise<Piscina<string, void>> {
  const { Piscina } = await import('piscina')
  // The file beside this one: TypeScript in a checkout, JavaScript once it was built.
  const worker = import.meta.url.endsWith('.ts')
    ? './checkpoint-worker.ts'
    : './checkpoint-worker.js'
  return new Piscina<string, void>({
    filename: new URL(worker, import.meta.url).href,
    name: 'run',
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: idleMs,
  })
}
