import type { Command } from 'commander'
import { chainFaultText, verifyChain } from '#domain/audit/verify-chain.ts'
import { exitCodes } from './command.ts'
import { accountIdArgument, type CommandContext, withContext } from './command-context.ts'
import { print } from './print.ts'

type Options = { readonly json?: boolean }

/** `watchword audit`: whether the trail is what was written. */
export function defineAudit(command: Command): void {
  command
    .command('verify [account]')
    .description(
      'Recompute the hash chain of one account, or of all. Exits with 1 if one is broken.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', example)
    .action(verify)
}

const example = `
The answer holds the number and hash of the newest event. Keep them where the database's owner cannot write:
a later check can then tell that the whole trail was put back.

Examples:
  $ watchword audit verify
  $ watchword audit verify 12345678 --json`

async function verify(account: string | undefined, options: Options): Promise<void> {
  const accountId = account === undefined ? undefined : accountIdArgument(account)
  const results = await withContext(async (context) => {
    const answers = []
    for (const id of await accountsOf(context, accountId)) {
      const verdict = await verifyChain(context, id)
      const words = verdict.ok ? {} : { explanation: chainFaultText[verdict.reason] }
      answers.push({ accountId: id, ...verdict, ...words })
    }
    return answers
  })
  const broken = results.filter(({ ok }) => !ok).length
  print(options, { accounts: results, broken }, () => results.map(lineOf).join('\n'))
  if (broken > 0) process.exitCode = exitCodes.failed
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
    ? `${result.accountId}  sound  ${result.events} events, the last is ${result.to} ${result.hash}`
    : `${result.accountId}  BROKEN at event ${result.sequence}: ${result.explanation ?? ''}`
}
