import type { Command } from 'commander'
import { blockUser } from '#domain/accounts/block-user.ts'
import { findAccount } from '#domain/accounts/find-account.ts'
import { setPassword } from '#domain/accounts/set-password.ts'
import { DomainError } from '#domain/errors.ts'
import { generatePassword } from '#domain/login/generate-password.ts'
import { createPasswords } from '#domain/login/passwords.ts'
import { operatorAuthority } from '#domain/operators/operator.ts'
import { addUser } from '#domain/users/add-user.ts'
import type { PasswordHasher } from '#lib/password-hash/password-hasher.ts'
import {
  accountIdArgument,
  type CommandContext,
  commandOperator,
  withContext,
} from './command-context.ts'
import { print } from './print.ts'
import { readPassword } from './read-password.ts'

type Options = { readonly json?: boolean; readonly passwordStdin?: boolean }
type CreateOptions = Options & {
  readonly profile: readonly string[]
  readonly fullName?: string
  readonly nickname?: string
  readonly email?: string
}

const passwordOption = [
  '--password-stdin',
  'read the password from the standard input; without it one is generated and printed, once',
] as const

/** `watchword user`: users, by their operator; the account's own API can do more. */
export function defineUser(command: Command): void {
  command
    .command('create <account> <loginName>')
    .description('Add a user to an account.')
    .requiredOption('--profile <name...>', 'the name of a profile of the account, or several')
    .option('--full-name <text>', 'the full name, which is the login name if left out')
    .option('--nickname <text>', 'the name that consumers see')
    .option('--email <address>', 'the email address')
    .option(...passwordOption)
    .option('--json', 'print JSON')
    .addHelpText('after', createExample)
    .action(create)
  command
    .command('reset-password <account> <loginName>')
    .description('Set a new password, unlock the user and end their sessions.')
    .option(...passwordOption)
    .option('--no-must-change', 'let the user keep this password')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ watchword user reset-password 12345678 admin')
    .action(reset)
  for (const action of ['block', 'unblock'] as const) {
    const blocks = action === 'block'
    command
      .command(`${action} <account> <loginName>`)
      .description(blocks ? 'Refuse a user, whatever the account says.' : 'Let a blocked user in.')
      .option('--json', 'print JSON')
      .addHelpText('after', `\nExample:\n  $ watchword user ${action} 12345678 agent`)
      .action((account: string, name: string, options: Options) =>
        setBlocked(account, name, blocks, options),
      )
  }
}

const createExample = `
Examples:
  $ watchword user create 12345678 ada --profile Administrator
  $ pass show ada | watchword user create 12345678 ada --profile Agent "Agent Manager" --password-stdin`

async function create(account: string, loginName: string, options: CreateOptions): Promise<void> {
  const accountId = accountIdArgument(account)
  const given = options.passwordStdin ? await readPassword() : undefined
  const { fullName, nickname, email, profile: profiles } = options
  const made = await withPasswords(async (context) => {
    const found = await findAccount(context, accountId)
    const password = given ?? generatePassword(found, loginName)
    const values = {
      ...(fullName === undefined ? {} : { fullName }),
      ...(nickname === undefined ? {} : { nickname }),
      ...(email === undefined ? {} : { email }),
    }
    const input = { loginName, profiles, password, ...values }
    const added = await addUser(context, found, input, operatorAuthority(commandOperator))
    if (typeof added === 'object') return { user: added.user, password }
    throw new DomainError('name_taken', `Account ${accountId} already has a user "${loginName}".`)
  })
  const generated = given === undefined ? { password: made.password } : {}
  const { id } = made.user
  print(options, { accountId, id, loginName: made.user.loginName, ...generated }, () =>
    [`user ${loginName} made (id ${id})`, ...told(generated)].join('\n'),
  )
}

async function reset(
  account: string,
  loginName: string,
  options: Options & { readonly mustChange: boolean },
): Promise<void> {
  const accountId = accountIdArgument(account)
  const given = options.passwordStdin ? await readPassword() : undefined
  const { mustChange } = options
  const { user, password } = await withPasswords((context) =>
    setPassword(
      context,
      {
        accountId,
        loginName,
        mustChange,
        password: (found) => given ?? generatePassword(found, loginName),
      },
      commandOperator,
    ),
  )
  const generated = given === undefined ? { password } : {}
  const { id } = user
  print(options, { accountId, id, loginName: user.loginName, mustChange, ...generated }, () =>
    [
      `user ${loginName} has a new password${mustChange ? ', to be changed at the next login' : ''}`,
      ...told(generated),
    ].join('\n'),
  )
}

function told({ password }: { readonly password?: string }): readonly string[] {
  return password === undefined ? [] : [`password, shown this once: ${password}`]
}

async function setBlocked(
  account: string,
  loginName: string,
  blocked: boolean,
  options: Options,
): Promise<void> {
  const accountId = accountIdArgument(account)
  const user = await withContext(async (context) => {
    await findAccount(context, accountId)
    const found = await context.storage.read.users.findByName(accountId, loginName)
    if (found === undefined) {
      throw new DomainError('not_found', `Account ${accountId} has no user "${loginName}".`)
    }
    return blockUser(context, { accountId, userId: found.id, blocked }, commandOperator)
  })
  print(
    options,
    { accountId, id: user.id, loginName: user.loginName, blocked: user.blocked },
    () => `user ${loginName} is ${user.blocked ? 'blocked' : 'not blocked'}`,
  )
}

function withPasswords<T>(
  use: (context: CommandContext & { readonly passwords: PasswordHasher }) => Promise<T>,
): Promise<T> {
  return withContext(async (context) => {
    const passwords = createPasswords({ threads: 1 })
    try {
      return await use({ ...context, passwords })
    } finally {
      await passwords.close()
    }
  })
}
