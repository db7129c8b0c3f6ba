import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { Config } from '#config/config.ts'
import { readConfig } from '#config/read-config.ts'
import type { AccountPorts } from '#domain/accounts/account-ports.ts'
import type { Operator } from '#domain/operators/operator.ts'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import type { MasterKeys } from '#domain/sealing/master-keys.ts'
import { systemClock } from '#lib/clock.ts'
import { CommandError, exitCodes } from './command.ts'
import { type Database, openExistingDatabase } from './open-database.ts'
import { openMasterKeys } from './open-master-keys.ts'

/** What a command works on: the same database and keys as the server, which may be running. */
export type CommandContext = AccountPorts & {
  readonly config: Config
  readonly storage: Database
  readonly masterKeys: MasterKeys
}

/** Whoever may run a command on the server is its operator. */
export const commandOperator: Operator = { by: 'command' }

/** Opens what is configured, for the length of a command. */
export async function withContext<T>(use: (context: CommandContext) => Promise<T>): Promise<T> {
  const config = readConfig(process.env)
  const storage = await openExistingDatabase(config)
  try {
    const masterKeys = await openMasterKeys(config, storage)
    const dataKeys = createDataKeys({ storage, masterKeys })
    return await use({ config, storage, masterKeys, dataKeys, clock: systemClock })
  } finally {
    await storage.close()
  }
}

/** The account id of an argument. */
export function accountIdArgument(text: string): AccountId {
  const accountId = parseAccountId(text)
  if (accountId !== undefined) return accountId
  throw new CommandError(
    `"${text}" is no account id: 1 to 20 letters, digits or underscores.`,
    exitCodes.usage,
  )
}
