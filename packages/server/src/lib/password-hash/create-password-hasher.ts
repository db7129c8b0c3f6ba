import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Piscina } from 'piscina'
import {
  maxPasswordBytes,
  normalizePassword,
  type PasswordCost,
  type PasswordHasher,
  standardCost,
} from './password-hasher.ts'
import type { HashTask } from './worker.ts'

export type PasswordHasherOptions = {
  /** Threads of the pool; without it one less than there are cores, and at least one. */
  readonly threads?: number
  /** How many more passwords may wait for a thread. */
  readonly maxQueue: number
  /** What is thrown when no more may wait. */
  readonly refusal: () => Error
  readonly cost?: PasswordCost
}

/** A thread without work ends after this time. */
const idleMs = 30_000

/**
 * Makes a hasher over a pool of threads of its own. Threads, and the library that manages them, start with
 * the first password: a server that nobody logs in to pays neither their time nor their memory.
 */
export function createPasswordHasher(options: PasswordHasherOptions): PasswordHasher {
  const { maxQueue, refusal, cost = standardCost } = options
  const threads = options.threads ?? Math.max(1, availableParallelism() - 1)
  const decoyHash = createDecoyHash(cost)
  let pool: Promise<Piscina<HashTask, string | boolean>> | undefined
  let underWay = 0
  let closed = false

  async function run(task: HashTask): Promise<string | boolean> {
    if (closed) throw new Error('The password hasher is closed.')
    if (underWay >= threads + maxQueue) throw refusal()
    underWay += 1
    try {
      pool ??= openPool(threads)
      return await (await pool).run(task)
    } finally {
      underWay -= 1
    }
  }

  return {
    decoyHash,
    hash: async (password) => {
      const bytes = bytesOf(password)
      if (bytes.length > maxPasswordBytes) throw new RangeError('The password is too long.')
      return String(await run({ kind: 'hash', password: bytes, cost }))
    },
    verify: async (password, hash) => {
      const bytes = bytesOf(password)
      const fits = bytes.length <= maxPasswordBytes
      const task: HashTask = fits
        ? { kind: 'verify', password: bytes, hash }
        : { kind: 'verify', password: bytes.subarray(0, maxPasswordBytes), hash: decoyHash }
      return (await run(task)) === true && fits
    },
    needsRehash: (hash) => !hash.startsWith(prefixOf(cost)),
    underWay: () => underWay,
    close: async () => {
      closed = true
      await (await pool)?.destroy()
    },
  }
}

async function openPool(threads: number): Promise<Piscina<HashTask, string | boolean>> {
  const { Piscina } = await import('piscina')
  // The file beside this one: TypeScript in a checkout, JavaScript once it was built.
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js'
  return new Piscina<HashTask, string | boolean>({
    filename: new URL(file, import.meta.url).href,
    name: 'run',
    minThreads: 0,
    maxThreads: threads,
    idleTimeout: idleMs,
  })
}

function bytesOf(password: string): Uint8Array {
  return Buffer.from(normalizePassword(password), 'utf8')
}

/** Random salt and random digest: it is worked out like any other hash, and no password is known for it. */
function createDecoyHash(cost: PasswordCost): string {
  const part = (bytes: number) => randomBytes(bytes).toString('base64').replaceAll('=', '')
  return `${prefixOf(cost)}${part(16)}$${part(32)}`
}

function prefixOf({ memoryKiB, passes }: PasswordCost): string {
  return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=1$`
}
