import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

/** A process of ours that answers one message for each it gets. */
export type Child = {
  ask(message: unknown): Promise<unknown>
  stop(): Promise<void>
}

/** Starts a module in a process of its own, on one core if the machine has `taskset`. */
export function startChild(
  module: string,
  options: { readonly cpu?: number; readonly environment?: Readonly<Record<string, string>> } = {},
): Child {
  const { cpu, environment = {} } = options
  const [program, ...rest] = [
    ...(cpu === undefined || !hasTaskset() ? [] : ['taskset', '-c', String(cpu)]),
    process.execPath,
    module,
  ]
  const child = spawn(program ?? process.execPath, rest, {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...environment },
  })
  return {
    ask: (message) => ask(child, message),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

function ask(child: ChildProcess, message: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('A process of the benchmark ended too early.'))
    child.once('exit', ended)
    child.once('message', (answer) => {
      child.off('exit', ended)
      resolve(answer)
    })
    child.send({ message }, (error) => error && reject(error))
  })
}

/** The child's side: answers each message, one after the other. */
export function answerParent(answer: (message: unknown) => unknown): void {
  process.on('message', async (envelope: { readonly message: unknown }) => {
    process.send?.(await answer(envelope.message))
  })
}

function hasTaskset(): boolean {
  return spawnSync('taskset', ['--version'], { stdio: 'ignore' }).error === undefined
}
