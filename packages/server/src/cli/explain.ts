import { readFileSync } from 'node:fs'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { fieldsOf } from '@watchword/protocol/api/error-envelope.ts'
import { type ExplainInput, parseExplainBody } from '@watchword/protocol/api/explain.ts'
import { parseStrictJson } from '@watchword/protocol/json/strict-json.ts'
import type { Command } from 'commander'
import { findAccount } from '#domain/accounts/find-account.ts'
import { explain } from '#domain/api-keys/explain.ts'
import { keptRefusalsMs } from '#domain/api-keys/record-uses.ts'
import type { RefusedRequest } from '#domain/api-keys/refused-request.ts'
import { createAllowedHosts } from '#domain/directory/allowed-hosts.ts'
import { CommandError, exitCodes } from './command.ts'
import { accountIdArgument, type CommandContext, withContext } from './command-context.ts'
import { describeExplanation } from './describe-explanation.ts'
import { columns, print } from './print.ts'
import { readStandardInput } from './read-standard-input.ts'

type Options = {
  readonly account: string
  readonly refusal?: string
  readonly request?: string
  readonly json?: boolean
}

/** `watchword explain`: why a signed request is refused. */
export function defineExplain(command: Command): void {
  command
    .requiredOption('--account <id>', 'the account of the request')
    .option('--refusal <id>', 'a request that was refused in the last day')
    .option('--request <file>', 'a request as JSON; - is the standard input')
    .option('--json', 'print JSON')
    .addHelpText('after', example)
    .action(run)
}

const example = `
Without --refusal and --request it lists what was refused in the last day. The file holds what the API takes:
{"request":{"method":"GET","url":"https://...","headers":{"authorization":"OAuth ..."}},"claimedBaseString":"GET&..."}

Examples:
  $ watchword explain --account 12345678
  $ watchword explain --account 12345678 --refusal 0f3a5c7e9b1d2f40
  $ watchword explain --account 12345678 --request refused.json --json`

async function run(options: Options): Promise<void> {
  const accountId = accountIdArgument(options.account)
  if (options.refusal !== undefined && options.request !== undefined) {
    throw new CommandError('Give --refusal or --request, not both.', exitCodes.usage)
  }
  const input = await readInput(options)
  await withContext(async (context) => {
    await findAccount(context, accountId)
    if (input === undefined) return printRefusals(context, accountId, options)
    const allowedHosts = createAllowedHosts(context)
    const explained = await explain({ ...context, allowedHosts }, accountId, input)
    print(options, explained, () => describeExplanation(explained))
  })
}

async function readInput({ refusal, request }: Options): Promise<ExplainInput | undefined> {
  if (refusal !== undefined) return parse({ refusalId: refusal })
  if (request === undefined) return undefined
  const text = request === '-' ? await readStandardInput(200_000) : readText(request)
  const json = parseStrictJson(text)
  if (!json.ok) throw new CommandError(`The request was not read: ${json.reason}.`, exitCodes.usage)
  return parse(json.value)
}

function parse(value: unknown): ExplainInput {
  const read = parseExplainBody(value)
  if (read.ok) return read.value
  const faults = fieldsOf(read.faults).map((fault) => `  ${fault}`)
  throw new CommandError(['The request is not valid:', ...faults].join('\n'), exitCodes.usage)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(`${file} cannot be read: ${reason}`, exitCodes.usage)
  }
}

async function printRefusals(
  { storage, clock }: CommandContext,
  accountId: AccountId,
  options: Options,
): Promise<void> {
  const since = clock.now() - keptRefusalsMs
  const refusals = await storage.read.refusedRequests.list(accountId, since)
  print(options, { refusals }, () => describeRefusals(refusals))
}

function describeRefusals(refusals: readonly RefusedRequest[]): string {
  if (refusals.length === 0) return 'No signed request was refused in the last day.'
  const rows = refusals.map(({ id, at, problem, method, path, likelyCauses }) => [
    id,
    new Date(at).toISOString(),
    problem.problem,
    likelyCauses.map(({ code }) => code).join(', ') || '-',
    `${method} ${path}`,
  ])
  return columns([['refusal', 'time', 'problem', 'likely causes', 'request'], ...rows])
}
