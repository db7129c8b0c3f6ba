import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { resealDataKeys } from '#domain/sealing/data-keys.ts'
import { addMasterKey, dropOldMasterKeys } from '#lib/master-key-file.ts'
import { sealingKeyId } from '#lib/sealed.ts'
import { exclusively } from '#tls/exclusively.ts'
import { CommandError } from './command.ts'
import { type CommandContext, withContext } from './command-context.ts'
import { masterKeyFileOf } from './open-master-keys.ts'
import { print } from './print.ts'

/** A server takes the newest key for each account it makes; one that is being made has this long to be kept. */
const settleMs = 3000

type Options = { readonly json?: boolean; readonly retireOld?: boolean }

/** `watchword keys`: the master key. */
export function defineKeys(command: Command): void {
  command
    .command('rotate')
    .description('Seal every data key with a new master key, while the server runs.')
    .option('--retire-old', 'then drop the old master keys, which open backups made before')
    .option('--json', 'print JSON')
    .addHelpText('after', example)
    .action(rotate)
}

const example = `
With the key file, a new key is put in front of the others. With WATCHWORD_MASTER_KEY, everything is sealed
with its first key: put the new one in front before (docs/reference/configuration.md has the steps).

Examples:
  $ watchword keys rotate
  $ watchword keys rotate --retire-old`

async function rotate(options: Options): Promise<void> {
  const report = await withContext(async (context) => {
    if (context.config.masterKeys.length > 0) return sealAgain(context, options, () => {})
    const file = masterKeyFileOf(context.config)
    // Of two rotations at once, the later would write over the key that the earlier seals with.
    return exclusively(`${file}.lock`, async () => {
      addMasterKey(file)
      return sealAgain(context, options, () => dropOldMasterKeys(file))
    })
  })
  print(options, report, () => describe(report, options))
}

async function sealAgain(
  context: CommandContext,
  options: Options,
  dropOld: () => void,
): Promise<Report> {
  const { masterKeys } = context
  masterKeys.reload()
  const { resealed } = await resealDataKeys(context)
  const current = masterKeys.current().id
  const old = masterKeys.all().flatMap(({ id }) => (id === current ? [] : [id]))
  if (!options.retireOld) return { current, resealed, kept: old, retired: [] }
  await pause(settleMs)
  const late = await resealDataKeys(context)
  await refuseIfUsed(context, current)
  dropOld()
  return { current, resealed: resealed + late.resealed, kept: [], retired: old }
}

async function refuseIfUsed({ storage }: CommandContext, current: string): Promise<void> {
  const sealedKeys = await storage.read.accounts.sealedKeys()
  const used = sealedKeys.filter(({ sealedKey }) => sealingKeyId(sealedKey) !== current)
  if (used.length === 0) return
  throw new CommandError(
    `${used.length} data keys are still sealed by an old master key, so none was retired. Is a server ` +
      'running with another WATCHWORD_MASTER_KEY or data directory? Run this again once it is not.',
  )
}

type Report = {
  readonly current: string
  readonly resealed: number
  readonly kept: readonly string[]
  readonly retired: readonly string[]
}

function describe({ current, resealed, kept, retired }: Report, { retireOld }: Options): string {
  const lines = [`master key ${current} now seals every data key (${resealed} sealed again)`]
  if (kept.length > 0) lines.push(`still there, for what was sealed before: ${kept.join(', ')}`)
  if (retireOld)
    lines.push(`no longer needed: ${retired.length === 0 ? 'none' : retired.join(', ')}`)
  return lines.join('\n')
}
