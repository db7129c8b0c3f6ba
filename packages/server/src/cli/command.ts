import type { Command } from 'commander'

/** How a process ends: done; refused or failed; used or configured wrongly. */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const

/** One command of the command line: its file is loaded only when it is called. */
export type CommandEntry = {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<(command: Command) => void>
}

/** The command was refused. Its message is for a person; nothing else is printed. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number

  constructor(message: string, exitCode: number = exitCodes.failed) {
    super(message)
    this.exitCode = exitCode
  }
}
