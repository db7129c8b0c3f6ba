import type { Command } from 'commander'
import { createOperatorToken, revokeOperatorToken } from '#domain/operators/operator-tokens.ts'
import { systemClock } from '#lib/clock.ts'
import type { OperatorToken } from '#storage/port.ts'
import { CommandError, exitCodes } from './command.ts'
import { withContext } from './command-context.ts'
import { columns, print } from './print.ts'

type Options = { readonly json?: boolean }

/** `watchword operator-token`: the credentials of `/operator/v1`. */
export function defineOperatorToken(command: Command): void {
  command
    .command('create')
    .description('Make a token. Its value is printed once; only its SHA-256 is kept.')
    .requiredOption('--label <text>', 'what it is for: the audit trail names it')
    .option('--expires-in <duration>', 'such as 12h or 90d; without it, the token never expires')
    .option('--json', 'print JSON')
    .addHelpText('after', createExample)
    .action(create)
  command
    .command('list')
    .description('List the tokens, without their values.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ watchword operator-token list')
    .action(list)
  command
    .command('revoke <id>')
    .description('End a token, at once.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ watchword operator-token revoke 1f3a…')
    .action(revoke)
}

const createExample = `
Example:
  $ TOKEN=$(watchword operator-token create --label billing --expires-in 90d)
  $ curl -H "Authorization: Bearer $TOKEN" http://localhost:8080/operator/v1/accounts`

async function create(
  options: Options & { readonly label: string; readonly expiresIn?: string },
): Promise<void> {
  const { label } = options
  if (!/^\P{Cc}{1,60}$/u.test(label)) {
    throw new CommandError('--label must have 1 to 60 characters.', exitCodes.usage)
  }
  const expires = options.expiresIn === undefined ? {} : { expiresAt: endOf(options.expiresIn) }
  const { token, value } = await withContext((context) =>
    createOperatorToken(context, { label, ...expires }),
  )
  // The value alone, so that a script can take it as it is.
  print(options, { ...answerOf(token), token: value }, () => value)
}

async function list(options: Options): Promise<void> {
  const tokens = await withContext(({ storage }) => storage.read.operatorTokens.list())
  print(options, { tokens: tokens.map(answerOf) }, () =>
    tokens.length === 0 ? 'There is no operator token.' : tableOf(tokens),
  )
}

async function revoke(id: string, options: Options): Promise<void> {
  await withContext((context) => revokeOperatorToken(context, id))
  print(options, { id, revoked: true }, () => `operator token ${id} revoked`)
}

const unitMs = { h: 3_600_000, d: 86_400_000 } as const

function endOf(duration: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([hd])$/.exec(duration) ?? []
  if (count === undefined) {
    throw new CommandError(
      '--expires-in must be hours or days, such as 12h or 90d.',
      exitCodes.usage,
    )
  }
  return systemClock.now() + Number(count) * unitMs[unit === 'h' ? 'h' : 'd']
}

function answerOf({ id, label, createdAt, expiresAt }: OperatorToken) {
  return {
    id,
    label,
    createdAt: new Date(createdAt).toISOString(),
    ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
  }
}

function tableOf(tokens: readonly OperatorToken[]): string {
  const rows = tokens.map(answerOf).map(({ id, label, createdAt, expiresAt }) => {
    return [id, label, createdAt, expiresAt ?? 'never']
  })
  return columns([['id', 'label', 'made', 'expires'], ...rows])
}
