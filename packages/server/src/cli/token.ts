import { readFileSync } from 'node:fs'
import { longestPasted } from '@watchword/protocol/api/consumer-debugger.ts'
import type { IssuerKeys } from '@watchword/protocol/consumers/issuer-keys.ts'
import { readPublicKey } from '@watchword/protocol/consumers/read-public-key.ts'
import type { SignatureAlgorithm } from '@watchword/protocol/jose/algorithms.ts'
import { isSignatureAlgorithm, signatureAlgorithms } from '@watchword/protocol/jose/algorithms.ts'
import type { Command } from 'commander'
import { explainOffline } from '#domain/consumers/explain-offline.ts'
import type { TokenExplanation } from '#domain/consumers/token-explanation.ts'
import { wireTokenExplanation } from '#http/watchword/wire-explanation.ts'
import { CommandError, exitCodes } from './command.ts'
import { describeTokenExplanation } from './describe-token-explanation.ts'
import { print } from './print.ts'
import { readStandardInput } from './read-standard-input.ts'

type Options = {
  readonly account?: string
  readonly connector?: string
  readonly handshake?: string
  readonly request?: string
  readonly key?: string
  readonly issuer?: string
  readonly clientId?: string
  readonly audience: readonly string[]
  readonly alg: readonly string[]
  readonly tolerance?: string
  readonly nonce?: string
  readonly at?: string
  readonly encrypted?: boolean
  readonly json?: boolean
}

/** `watchword token`: tokens of consumers. */
export function defineToken(command: Command): void {
  const several = (value: string, before: readonly string[]) => [...before, value]
  command
    .command('explain [file]')
    .description(
      'Explain why a consumer’s token is taken or refused: every rule, and what to change.',
    )
    .option('--account <id>', 'judge by the connectors of this account, in the configured database')
    .option('--connector <id>', 'with --account: by this connector, not by the token’s issuer')
    .option('--handshake <id>', 'with --account: a handshake that was refused in the last day')
    .option('--request <id>', 'with --account: the same, by the request_id of the refusal')
    .option('--key <file>', 'the public key: PEM, certificate, base64, JWK or JWKS')
    .option('--issuer <iss>', 'the iss that the token must have')
    .option('--client-id <id>', 'an aud that the token may have')
    .option('--audience <aud>', 'a further aud; may be given several times', several, [])
    .option('--alg <alg>', 'an algorithm that is accepted, RS256 if none is given', several, [])
    .option('--tolerance <seconds>', 'by how much the clocks may differ, 0 to 300 (60)')
    .option('--nonce <nonce>', 'the nonce that was sent to the identity provider')
    .option('--encrypted', 'the token must be encrypted')
    .option('--at <time>', 'judge as of this time (ISO 8601), not now')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(explain)
}

const help = `
The token is read from the file, or from the standard input: it never stands in the command line, where others see it.
Without --account it is judged by the options alone, and nobody is asked. With --account it is judged as authenticate
would, by the same connector, keys and clock; with --account alone and no input, the refused handshakes are listed.
Claims are masked, and the signature is not shown.

Exit codes: 0 the token is taken, 1 it is refused, 2 the command was used wrongly.

Examples:
  $ pbpaste | watchword token explain --key brand.pem --issuer https://www.brand.example --audience my-client
  $ watchword token explain token.txt --key jwks.json --alg RS256 --alg ES256 --at 2026-01-15T12:00:00Z
  $ watchword token explain token.txt --account 12345678
  $ watchword token explain --account 12345678 --handshake 0f3a5c7e9b1d2f40 --json`

/** Options that only the one or only the other way knows. */
const offlineAlone = ['key', 'issuer', 'clientId', 'tolerance', 'nonce', 'at', 'encrypted'] as const
const instanceAlone = ['connector', 'handshake', 'request'] as const

async function explain(file: string | undefined, options: Options): Promise<void> {
  checkTogether(file, options)
  if (options.account !== undefined) {
    const { explainByInstance } = await import('./explain-by-instance.ts')
    const given = { ...options, account: options.account, readToken: () => readToken(file) }
    const explained = await explainByInstance(given)
    if (explained !== undefined) answer(options, explained)
    return
  }
  const alg = algorithmsOf(options)
  const keys = await keysOf(options, alg)
  const { issuer, clientId, audience: audiences, nonce, encrypted: encryptionRequired } = options
  const expected = {
    ...{ accountId: '(account)', issuer, clientId, audiences, nonce, encryptionRequired },
    algorithms: alg,
    toleranceSeconds: toleranceOf(options),
  }
  const nowSeconds = timeOf(options) / 1000
  const token = await readToken(file)
  answer(options, await explainOffline(token, { keys, expected, nowSeconds }))
}

function checkTogether(file: string | undefined, options: Options): void {
  const isOffline = options.account === undefined
  const foreign = isOffline ? instanceAlone : offlineAlone
  const [wrong] = foreign.filter((name) => options[name] !== undefined)
  const hasList = options.audience.length > 0 || options.alg.length > 0
  if (wrong !== undefined || (!isOffline && hasList)) {
    const name = (wrong ?? 'audience').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    const message = isOffline
      ? `--${name} needs --account.`
      : `--${name} is for judging without --account: the connector says it.`
    throw new CommandError(message, exitCodes.usage)
  }
  const { handshake, request, connector } = options
  const isKept = handshake !== undefined || request !== undefined
  const isBoth = handshake !== undefined && request !== undefined
  if (isBoth || (isKept && (file !== undefined || connector !== undefined))) {
    const message = 'Give --handshake or --request alone, without a token or --connector.'
    throw new CommandError(message, exitCodes.usage)
  }
}

function answer(options: Options, explained: TokenExplanation): void {
  print(options, wireTokenExplanation(explained), () => describeTokenExplanation(explained))
  if (explained.verdict === 'refused') process.exitCode = exitCodes.failed
}

function algorithmsOf({ alg }: Options): readonly SignatureAlgorithm[] {
  const known = alg.filter(isSignatureAlgorithm)
  if (known.length < alg.length) {
    throw new CommandError(`--alg must be ${signatureAlgorithms.join(', ')}.`, exitCodes.usage)
  }
  return known.length === 0 ? ['RS256'] : known
}

async function keysOf(
  { key }: Options,
  algorithms: readonly SignatureAlgorithm[],
): Promise<IssuerKeys> {
  if (key === undefined) {
    const advice = 'Give the public key of the identity provider: --key FILE.'
    return { source: 'none', code: '1028', message: 'no key was given', advice }
  }
  const text = readText(key)
  const reading = await readPublicKey(text, algorithms)
  if (!reading.ok) {
    const message = 'the key that was given cannot be used'
    return { source: 'none', code: '1028', message, advice: reading.advice }
  }
  // Of a set, the kid of the token picks the key, as it does in authenticate.
  const { form, keys } = reading
  return form === 'jwks' ? { source: 'jwks', keys, leftOut: [] } : { source: 'pasted', keys }
}

function toleranceOf({ tolerance = '60' }: Options): number {
  if (/^\d{1,3}$/.test(tolerance) && Number(tolerance) <= 300) return Number(tolerance)
  throw new CommandError('--tolerance must be 0 to 300 seconds.', exitCodes.usage)
}

function timeOf({ at }: Options): number {
  if (at === undefined) return Date.now()
  const time = /^\d{4}-\d\d-\d\dT/.test(at) ? Date.parse(at) : Number.NaN
  if (!Number.isNaN(time)) return time
  throw new CommandError('--at must be a time like 2026-01-15T12:00:00Z.', exitCodes.usage)
}

async function readToken(file: string | undefined): Promise<string> {
  const text =
    file === undefined || file === '-' ? await readStandardInput(longestPasted) : readText(file)
  if (text.length <= longestPasted) return text
  throw new CommandError(`The token has more than ${longestPasted} characters.`, exitCodes.usage)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CommandError(`${file} cannot be read: ${reason}`, exitCodes.usage)
  }
}
