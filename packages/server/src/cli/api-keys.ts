import type { Command } from 'commander'
import { type MigratedKey, migrateKey, overlapDays } from '#domain/api-keys/migrate-key.ts'
import { operatorAuthority } from '#domain/operators/operator.ts'
import { CommandError, exitCodes } from './command.ts'
import { accountIdArgument, commandOperator, withContext } from './command-context.ts'
import { print } from './print.ts'

type Options = {
  readonly account: string
  readonly key: string
  readonly name?: string
  readonly overlapDays: string
  readonly json?: boolean
}

/** `watchword api-keys`: from API keys (OAuth 1.0) to applications (OAuth 2.0). */
export function defineApiKeys(command: Command): void {
  command
    .command('migrate')
    .description(
      'Make the OAuth 2.0 application that may do what an API key may. Both work for a time.',
    )
    .requiredOption('--account <id>', 'the account')
    .requiredOption('--key <keyId>', 'the key')
    .option('--name <text>', 'the name of the application; without it, that of the key')
    .option(
      '--overlap-days <days>',
      `how long the key works on: ${overlapDays.least} to ${overlapDays.most}`,
      String(overlapDays.usual),
    )
    .option('--json', 'print JSON')
    .addHelpText('after', example)
    .action(migrate)
}

const example = `
The client secret is printed once. Addresses that the key was limited to do not go over: an application has none.

Example:
  $ watchword api-keys migrate --account 12345678 --key 0d4f… --overlap-days 30`

async function migrate(options: Options): Promise<void> {
  const accountId = accountIdArgument(options.account)
  if (!/^\d{1,4}$/.test(options.overlapDays)) {
    throw new CommandError('--overlap-days is a whole number of days.', exitCodes.usage)
  }
  const { keyId, migrated } = await withContext(async (context) => ({
    keyId: options.key,
    migrated: await migrateKey(
      context,
      { accountId, ...operatorAuthority(commandOperator) },
      { keyId: options.key, name: options.name, overlapDays: Number(options.overlapDays) },
    ),
  }))
  const { clientId, clientSecret, scopes, botLoginNames } = migrated
  const keyEndsAt = new Date(migrated.keyEndsAt).toISOString()
  const answer = { keyId, keyEndsAt, clientId, clientSecret, scopes, botLoginNames }
  print(options, answer, () => describe(migrated, keyEndsAt))
}

function describe(migrated: MigratedKey, keyEndsAt: string): string {
  const { key, clientId, clientSecret, clientName, scopes, botLoginNames } = migrated
  return [
    `installed the application "${clientName}", for client_credentials`,
    `  client_id      ${clientId}`,
    `  client_secret  ${clientSecret}`,
    `  scope          ${scopes.join(' ')}`,
    `the API key ${key.keyId} works until ${keyEndsAt}`,
    ...(botLoginNames.length === 0
      ? []
      : [
          `bots that log in with the key, to be given the application: ${botLoginNames.join(', ')}`,
        ]),
  ].join('\n')
}
