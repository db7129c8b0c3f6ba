import { Command, CommanderError } from 'commander'
import { ConfigError } from '#config/config-error.ts'
import { DomainError } from '#domain/errors.ts'
import { version } from '../version.ts'
import { CommandError, exitCodes } from './command.ts'
import { commands } from './commands.ts'

/** Runs the command that the arguments name, and sets how the process will end. */
export async function runCli(args: readonly string[]): Promise<void> {
  try {
    const program = await createProgram(args)
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    process.exitCode = report(error, args.includes('--json'))
  }
}

async function createProgram(args: readonly string[]): Promise<Command> {
  const program = new Command('watchword')
    .description('An open authorization and identity server for conversational clouds.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'explain a command')
    .showHelpAfterError('(watchword --help lists the commands)')
    .addHelpText('after', programExample)
  stayInProcess(program)
  const called = args.find((argument) => !argument.startsWith('-') && argument !== 'help')
  for (const { name, summary, load } of commands) {
    const command = program
      .command(name)
      .summary(summary)
      .description(`${capital(summary)}.`)
    // Commander's description of a command needs its file: those that are not called stay unloaded.
    if (name === called) (await load())(command)
    stayInProcess(command)
    for (const inner of command.commands) stayInProcess(inner)
  }
  return program
}

/** A fault of usage is thrown to `runCli`, which gives it its exit code. */
function stayInProcess(command: Command): void {
  command.exitOverride().configureHelp({ showGlobalOptions: false })
}

/** Says what went wrong, without a stack trace, and answers the exit code. */
function report(error: unknown, asJson: boolean): number {
  if (error instanceof CommanderError) {
    // Commander has written its message itself; help and version are no faults.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  }
  const { code, fields } = describe(error)
  const message = error instanceof Error ? error.message : String(error)
  if (asJson) {
    process.stderr.write(`${JSON.stringify({ error: { code, message, fields } })}\n`)
  } else {
    const list = (fields ?? []).map((field) => `  ${field}\n`).join('')
    process.stderr.write(`watchword: ${message}\n${list}`)
    if (code === 'failed' && process.env['WATCHWORD_LOG_LEVEL'] === 'debug') {
      process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`)
    }
  }
  if (error instanceof CommandError) return error.exitCode
  return error instanceof ConfigError ? exitCodes.usage : exitCodes.failed
}

function describe(error: unknown): { readonly code: string; readonly fields?: readonly string[] } {
  if (error instanceof ConfigError) return { code: 'configuration' }
  if (error instanceof DomainError) {
    const { fields } = error.details
    return { code: error.code, ...(fields === undefined ? {} : { fields }) }
  }
  return { code: error instanceof CommandError ? 'refused' : 'failed' }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const programExample = `
Examples:
  $ watchword serve --demo
  $ watchword account create --name "Acme" --json
  $ watchword <command> --help

Settings are environment variables (docs/reference/configuration.md); "watchword config" prints what holds.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage or configuration.`
