import { setPriority } from 'node:os'
import { hashSync, verifySync } from '@node-rs/argon2'
import type { PasswordCost } from './password-hasher.ts'

// On Linux a priority is a thread's own. Where cores are short, whoever only asks who somebody is goes first: a
// storm of logins must not slow the checks of bearers (architecture section 6).
if (process.platform === 'linux') setPriority(0, 10)

/** One piece of work for a thread of the pool. */
export type HashTask =
  | { readonly kind: 'hash'; readonly password: Uint8Array; readonly cost: PasswordCost }
  | { readonly kind: 'verify'; readonly password: Uint8Array; readonly hash: string }

/** `Algorithm.Argon2id`: a constant enumeration leaves no value behind when types are stripped. */
const argon2id = 2

/** Runs in a thread of its own; the synchronous calls keep libuv's pool free for everybody else. */
export function run(task: HashTask): string | boolean {
  if (task.kind === 'verify') return verifySync(task.hash, task.password)
  return hashSync(task.password, {
    algorithm: argon2id,
    memoryCost: task.cost.memoryKiB,
    timeCost: task.cost.passes,
    parallelism: 1,
  })
}
