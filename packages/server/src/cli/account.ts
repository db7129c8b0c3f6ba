import type { Command } from 'commander'
import type { Account } from '#domain/accounts/account.ts'
import { changeAccount } from '#domain/accounts/change-account.ts'
import { createAccount } from '#domain/accounts/create-account.ts'
import { deleteAccount } from '#domain/accounts/delete-account.ts'
import { listAccounts } from '#domain/accounts/list-accounts.ts'
import { CommandError, exitCodes } from './command.ts'
import { accountIdArgument, commandOperator, withContext } from './command-context.ts'
import { columns, print } from './print.ts'

type Options = { readonly json?: boolean }

/** `watchword account`: accounts, from outside. */
export function defineAccount(command: Command): void {
  command
    .command('create')
    .description('Make an account with its root group and its four default profiles.')
    .requiredOption('--name <name>', 'the name of the brand')
    .option('--id <id>', '1 to 20 letters, digits or underscores; without it 8 digits are chosen')
    .option('--zone <zone>', 'the zone whose hosts serve it', 'local')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ watchword account create --name "Acme" --id acme')
    .action(create)
  command
    .command('list')
    .description('List every account, by id.')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ watchword account list --json')
    .action(list)
  for (const [name, status, description] of statuses) {
    command
      .command(`${name} <account>`)
      .description(description)
      .option('--json', 'print JSON')
      .addHelpText('after', `\nExample:\n  $ watchword account ${name} 12345678`)
      .action((text: string, options: Options) => setStatus(text, status, options))
  }
  command
    .command('delete <account>')
    .description('Erase an account from every table. Its id is never used again.')
    .requiredOption('--confirm <account>', 'the id once more: nothing brings the account back')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ watchword account delete acme --confirm acme')
    .action(erase)
}

const statuses = [
  ['suspend', 'suspended', 'Refuse every credential of an account, at once.'],
  ['resume', 'active', 'Let a suspended account in again.'],
] as const

async function create(
  options: Options & { readonly name: string; readonly id?: string; readonly zone: string },
): Promise<void> {
  const { name, zone } = checkTexts(options)
  const id = options.id === undefined ? {} : { id: accountIdArgument(options.id) }
  const account = await withContext((context) =>
    createAccount(context, { ...id, name, zone }, commandOperator),
  )
  print(options, answerOf(account), () => `account ${account.id} made`)
}

async function list(options: Options): Promise<void> {
  const everything = { after: '', limit: Number.POSITIVE_INFINITY }
  const { accounts } = await withContext((context) => listAccounts(context, everything))
  print(options, { accounts: accounts.map(answerOf) }, () =>
    accounts.length === 0 ? 'There is no account yet.' : tableOf(accounts),
  )
}

async function setStatus(text: string, status: Account['status'], options: Options): Promise<void> {
  const accountId = accountIdArgument(text)
  const account = await withContext((context) =>
    changeAccount(context, accountId, { status }, commandOperator),
  )
  print(options, answerOf(account), () => `account ${account.id} is ${account.status}`)
}

async function erase(text: string, options: Options & { readonly confirm: string }): Promise<void> {
  const accountId = accountIdArgument(text)
  if (options.confirm !== accountId) {
    throw new CommandError(`--confirm must be ${accountId}. Nothing was erased.`, exitCodes.usage)
  }
  await withContext((context) => deleteAccount(context, accountId))
  print(options, { id: accountId, erased: true }, () => `account ${accountId} erased`)
}

/** What the operator's API refuses by its schema. */
function checkTexts<T extends { readonly name: string; readonly zone: string }>(given: T): T {
  if (!/^\P{Cc}{1,100}$/u.test(given.name)) {
    throw new CommandError('--name must have 1 to 100 characters.', exitCodes.usage)
  }
  if (!/^[a-z0-9-]{1,40}$/.test(given.zone)) {
    throw new CommandError('--zone must be lower-case letters, digits or "-".', exitCodes.usage)
  }
  return given
}

function tableOf(accounts: readonly Account[]): string {
  const rows = accounts.map(({ id, name, zone, status }) => [id, name, zone, status])
  return columns([['id', 'name', 'zone', 'status'], ...rows])
}

function answerOf({ id, name, zone, status, createdAt }: Account) {
  return { id, name, zone, status, createdAt: new Date(createdAt).toISOString() }
}
