import type { Command } from 'commander'
import { type Checkpoint, chainFaultText, verifyChain } from '#domain/audit/verify-chain.ts'
import { CommandError, exitCodes } from './command.ts'
import { accountIdArgument, type CommandContext, withContext } from './command-context.ts'
import { print } from './print.ts'

type Options = { readonly json?: boolean; readonly checkpoint?: string }

/** `watchword audit`: whether the trail is what was written. */
export function defineAudit(command: Command): void {
  command
    .command('verify [account]')
    .description(
      'Recompute the hash chain of one account, or of all. Exits with 1 if one is broken.',
    )
    .option(
      '--checkpoint <sequence:hash>',
      'an event that an earlier check has named: it must still be there',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', example)
    .action(verify)
}

const example = `
The answer names the newest event by its number and hash. Keep them where the database's owner cannot write, and
give them to a later check of that account: it can then tell that the whole trail was put back.

Examples:
  $ watchword audit verify
  $ watchword audit verify 12345678 --json
  $ watchword audit verify 12345678 --checkpoint 71:0f3ad4f50200691756557c0232e4c7c59476ce40f0f6028d0011d080ee97310f`

async function verify(account: string | undefined, options: Options): Promise<void> {
  const accountId = account === undefined ? undefined : accountIdArgument(account)
  const checkpoint =
    options.checkpoint === undefined ? undefined : readCheckpoint(options.checkpoint)
  if (checkpoint !== undefined && accountId === undefined) {
    throw new CommandError('A checkpoint is of one account: name it too.', exitCodes.usage)
  }
  const results = await withContext(async (context) => {
    const answers = []
    for (const id of await accountsOf(context, accountId)) {
      const verdict = await verifyChain(context, id, checkpoint)
      const words = verdict.ok ? {} : { explanation: chainFaultText[verdict.reason] }
      answers.push({ accountId: id, ...verdict, ...words })
    }
    return answers
  })
  const broken = results.filter(({ ok }) => !ok).length
  print(options, { accounts: results, broken }, () => results.map(lineOf).join('\n'))
  if (broken > 0) process.exitCode = exitCodes.failed
}

function readCheckpoint(text: string): Checkpoint {
  const [, sequence, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? []
  if (sequence !== undefined && hash !== undefined) return { sequence: Number(sequence), hash }
  throw new CommandError(
    '--checkpoint is the number of an event and its hash, as an earlier check printed them: 71:0f3a…',
    exitCodes.usage,
  )
}

async function accountsOf(
  { storage }: CommandContext,
  accountId: ReturnType<typeof accountIdArgument> | undefined,
) {
  const { accounts } = storage.read
  if (accountId === undefined) return (await accounts.list()).map(({ id }) => id)
  const { findAccount } = await import('#domain/accounts/find-account.ts')
  return [(await findAccount({ storage }, accountId)).id]
}

function lineOf(
  result: { readonly accountId: string } & (
    | { readonly ok: true; readonly events: number; readonly to: number; readonly hash: string }
    | { readonly ok: false; readonly sequence: number; readonly explanation?: string }
  ),
): string {
  return result.ok
    ? `${result.accountId}  sound  ${result.events} events, the last is ${result.to}:${result.hash}`
    : `${result.accountId}  BROKEN at event ${result.sequence}: ${result.explanation ?? ''}`
}
