import { signatureAlgorithms } from '@watchword/protocol/jose/algorithms.ts'
import type { Command } from 'commander'
import { findAccount } from '#domain/accounts/find-account.ts'
import { operatorAuthority } from '#domain/operators/operator.ts'
import { createInstanceKeys } from '#domain/sealing/instance-keys.ts'
import { everyZone, type KeyPorts } from '#domain/signing-keys/key-ports.ts'
import { purposeNames } from '#domain/signing-keys/key-purposes.ts'
import {
  listKeys,
  retireKey,
  rotateKeys,
  type ScheduledKey,
} from '#domain/signing-keys/manage-keys.ts'
import { forGood } from '#domain/signing-keys/schedule.ts'
import type { KeyPurpose } from '#domain/signing-keys/signing-key.ts'
import type { KeyOwner } from '#domain/signing-keys/signing-keys.ts'
import { CommandError, exitCodes } from './command.ts'
import {
  accountIdArgument,
  type CommandContext,
  commandOperator,
  withContext,
} from './command-context.ts'
import { columns, print } from './print.ts'

/** The kinds of signing keys that `watchword keys rotate` knows beside the master key. */
export const signingKinds = purposeNames
export type SigningKind = KeyPurpose

export type SigningOptions = {
  readonly json?: boolean
  readonly account?: string
  readonly algorithm?: string
  readonly now?: boolean
}

/** `watchword keys list` and `retire`: keys that tokens are signed with. */
export function defineSigningKeys(command: Command): void {
  command
    .command('list')
    .description(
      'List the keys of the compatible tokens and of consumers, or of an account, and their schedule.',
    )
    .option('--account <account>', 'the keys of that account’s issuer')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ watchword keys list --account acme')
    .action(list)
  command
    .command('retire <kid>')
    .description(
      'Drop a key that signs no more. Keys are retired by themselves when nothing needs them.',
    )
    .option('--account <account>', 'of that account’s issuer')
    .option(
      '--force',
      'although tokens that it signed are valid still: they are refused from then on',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ watchword keys retire issuer-15-01-26-5c41909c066d --account acme',
    )
    .action(retire)
}

/** Gives signing keys a successor. */
export async function rotateSigningKeys(kind: SigningKind, options: SigningOptions): Promise<void> {
  const algorithm = signatureAlgorithms.find((name) => name === options.algorithm)
  if (options.algorithm !== undefined && algorithm === undefined) {
    throw new CommandError(
      `--algorithm must be ${signatureAlgorithms.join(', ')}.`,
      exitCodes.usage,
    )
  }
  if ((kind === 'issuer') !== (options.account !== undefined)) {
    throw new CommandError(
      '--kind issuer needs --account, and no other kind takes it.',
      exitCodes.usage,
    )
  }
  const { now = false } = options
  const keys = await withContext(async (context) => {
    const ports = portsOf(context)
    const owner = await ownerOf(context, options)
    await rotateKeys(
      ports,
      owner,
      { purpose: kind, algorithm, now },
      operatorAuthority(commandOperator),
    )
    return listKeys(ports, owner)
  })
  print(options, { keys: keys.map(answerOf) }, () =>
    [tableOf(keys), ...warningsOf(kind, now).flatMap((warning) => ['', warning])].join('\n'),
  )
}

function warningsOf(kind: SigningKind, now: boolean): readonly string[] {
  if (kind === 'appjwt') return [appJwtWarning(now)]
  if (kind === 'encryption') return [encryptionWarning]
  return []
}

const encryptionWarning =
  'What was encrypted to the old key is opened until the time in "needed until". Tell brands that pasted it to paste ' +
  'the next one, from /api/account/<account>/.well-known/encryption-key.json.'

function appJwtWarning(now: boolean): string {
  return (
    'Some verifiers take the first key of /sentinel/well-known/jwks whatever its name, and keep it for up to ' +
    `3 hours. They refuse new AppJWTs ${now ? 'from now on' : 'from the time at which the next key signs'} ` +
    'until they fetch it again: restart them, or tell their owners.'
  )
}

async function list(options: SigningOptions): Promise<void> {
  const keys = await withContext(async (context) =>
    listKeys(portsOf(context), await ownerOf(context, options)),
  )
  print(options, { keys: keys.map(answerOf) }, () =>
    keys.length === 0 ? 'There is no key yet: the first token makes one.' : tableOf(keys),
  )
}

async function retire(
  kid: string,
  options: SigningOptions & { readonly force?: boolean },
): Promise<void> {
  const { force = false } = options
  await withContext(async (context) => {
    const owner = await ownerOf(context, options)
    const authority = operatorAuthority(commandOperator)
    await retireKey(portsOf(context), owner, { kid, needed: force }, authority)
  })
  print(options, { kid, retired: true }, () => `key ${kid} retired`)
}

function portsOf(context: CommandContext): KeyPorts {
  return {
    ...context,
    instanceKeys: createInstanceKeys(context),
    rotationMs: context.config.signingKeyDays * 86_400_000,
    // The command itself says what it did.
    onChange: () => {},
  }
}

async function ownerOf(context: CommandContext, { account }: SigningOptions): Promise<KeyOwner> {
  if (account === undefined) return everyZone
  const { id } = await findAccount(context, accountIdArgument(account))
  return { kind: 'account', accountId: id }
}

function answerOf({ key, state, rotatesAt }: ScheduledKey) {
  const { kid, purpose, algorithm, signsFrom, signsUntil, neededUntil } = key
  return {
    kid,
    purpose,
    algorithm,
    state,
    signsFrom: moment(signsFrom),
    signsUntil: signsUntil === undefined ? null : moment(signsUntil),
    neededUntil: neededUntil === 0 ? null : moment(neededUntil),
    rotatesAt: rotatesAt === undefined ? null : moment(rotatesAt),
  }
}

function tableOf(keys: readonly ScheduledKey[]): string {
  const rows = keys.map(answerOf).map(({ kid, algorithm, state, ...times }) => {
    const { signsFrom, signsUntil, neededUntil, rotatesAt } = times
    return [
      kid,
      algorithm,
      state,
      signsFrom,
      signsUntil ?? '-',
      neededUntil === moment(forGood) ? 'for good' : (neededUntil ?? '-'),
      rotatesAt ?? '-',
    ]
  })
  return columns([
    ['kid', 'algorithm', 'state', 'signs from', 'signs until', 'needed until', 'successor due'],
    ...rows,
  ])
}

function moment(at: number): string {
  return new Date(at).toISOString()
}
