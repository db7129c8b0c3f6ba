import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { resealDataKeys, sealedDataKeys } from '#domain/sealing/data-keys.ts'
import { addMasterKey, dropOldMasterKeys } from '#lib/master-key-file.ts'
import { sealingKeyId } from '#lib/sealed.ts'
import { exclusively } from '#tls/exclusively.ts'
import { CommandError, exitCodes } from './command.ts'
import { type CommandContext, withContext } from './command-context.ts'
import { masterKeyFileOf } from './open-master-keys.ts'
import { print } from './print.ts'
import {
  defineSigningKeys,
  rotateSigningKeys,
  type SigningOptions,
  signingKinds,
} from './signing-keys.ts'

/** A server takes the newest key for each account it makes; one that is being made has this long to be kept. */
const settleMs = 3000

type Options = SigningOptions & { readonly retireOld?: boolean; readonly kind?: string }

/** `watchword keys`: the master key, and the keys that tokens are signed with. */
export function defineKeys(command: Command): void {
  command
    .command('rotate')
    .description('Seal every data key with a new master key, or give signing keys a successor.')
    .option('--kind <kind>', `master, ${signingKinds.join(', ')}`, 'master')
    .option('--retire-old', 'master: then drop the old ones, which open backups made before')
    .option('--account <account>', 'issuer: whose')
    .option('--algorithm <name>', 'issuer: only that one, such as ES256')
    .option('--now', 'signing keys: sign with the next one at once; verifiers may not know it yet')
    .option('--json', 'print JSON')
    .addHelpText('after', example)
    .action(rotate)
  defineSigningKeys(command)
}

const example = `
With the key file, a new key is put in front of the others. With WATCHWORD_MASTER_KEY, everything is sealed
with its first key: put the new one in front before (docs/reference/configuration.md has the steps).
Signing keys have successors by themselves, but for appjwt and consumerjws (docs/guide/signing-keys.md).

Examples:
  $ watchword keys rotate
  $ watchword keys rotate --retire-old
  $ watchword keys rotate --kind issuer --account acme --algorithm ES256`

async function rotate(options: Options): Promise<void> {
  const signing = signingKinds.find((kind) => kind === options.kind)
  if (signing !== undefined) return rotateSigningKeys(signing, options)
  if (options.kind !== 'master') {
    throw new CommandError(`--kind must be master, ${signingKinds.join(', ')}.`, exitCodes.usage)
  }
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
  const sealedKeys = await sealedDataKeys(storage)
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
