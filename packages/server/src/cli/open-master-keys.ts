import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '#config/config.ts'
import { sealedDataKeys } from '#domain/sealing/data-keys.ts'
import type { MasterKeys } from '#domain/sealing/master-keys.ts'
import { masterKeyOf, openMasterKeyFile, readMasterKeyFile } from '#lib/master-key-file.ts'
import { type SealingKey, sealingKeyId } from '#lib/sealed.ts'
import type { Storage } from '#storage/port.ts'
import { CommandError, exitCodes } from './command.ts'

type KeyConfig = Pick<Config, 'dataDir' | 'masterKeys'>

/** Where the embedded default keeps its master keys. */
export function masterKeyFileOf({ dataDir }: Pick<Config, 'dataDir'>): string {
  return path.join(dataDir, 'master.key')
}

/**
 * The master keys: from the environment, else from the key file. The file is made for a database without
 * accounts only: beside one that has some, a new key would open nothing, and the loss would show later.
 * Every data key must be sealed by a key that is there.
 */
export async function openMasterKeys(
  config: KeyConfig,
  storage: Pick<Storage, 'read'>,
): Promise<MasterKeys> {
  const sealedKeys = await sealedDataKeys(storage)
  const masterKeys = createMasterKeys(config, { mayMakeFile: sealedKeys.length === 0 })
  const missing = sealedKeys.find(
    ({ sealedKey }) => masterKeys.find(sealingKeyId(sealedKey) ?? '') === undefined,
  )
  if (missing === undefined) return masterKeys
  throw new CommandError(
    `The data key of ${missing.name} was sealed by master key ` +
      `"${sealingKeyId(missing.sealedKey)}", which is not in ${placeOf(config)}. Put it back, ` +
      'behind the current one.',
    exitCodes.usage,
  )
}

function createMasterKeys(
  config: KeyConfig,
  { mayMakeFile }: { readonly mayMakeFile: boolean },
): MasterKeys {
  if (config.masterKeys.length > 0) {
    const given = config.masterKeys.map((key) => masterKeyOf(Buffer.from(key.reveal(), 'base64')))
    return masterKeysFrom(() => given)
  }
  const file = masterKeyFileOf(config)
  if (mayMakeFile) openMasterKeyFile(file)
  else if (!existsSync(file)) {
    throw new CommandError(
      `The database has accounts, but the master key that seals their secrets is not at ${file}. ` +
        'Put the file back, or set WATCHWORD_MASTER_KEY.',
      exitCodes.usage,
    )
  }
  return masterKeysFrom(() => readMasterKeyFile(file))
}

function masterKeysFrom(read: () => readonly SealingKey[]): MasterKeys {
  let keys = read()
  return {
    // Read anew each time: whoever rotates them may retire the one that was current a moment ago.
    current: () => {
      keys = read()
      const [first] = keys
      if (first === undefined) throw new Error('There is no master key.')
      return first
    },
    find: (id) => keys.find((key) => key.id === id),
    all: () => keys,
    reload: () => {
      keys = read()
    },
  }
}

function placeOf(config: KeyConfig): string {
  return config.masterKeys.length > 0 ? 'WATCHWORD_MASTER_KEY' : masterKeyFileOf(config)
}
