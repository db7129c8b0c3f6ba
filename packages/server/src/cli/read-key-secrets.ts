import { CommandError, exitCodes } from './command.ts'
import { readStandardInput } from './read-standard-input.ts'

/** What a key signs with. A two-legged request has no token secret. */
export type KeySecrets = { readonly appSecret: string; readonly tokenSecret: string | undefined }

/** The secrets of a key from the environment, or from the first two lines of the standard input. */
export async function readKeySecrets(from: {
  readonly twoLegged: boolean
  readonly fromStdin: boolean
}): Promise<KeySecrets> {
  const [appSecret = '', tokenSecret = ''] = from.fromStdin
    ? (await readStandardInput(8192)).split(/\r?\n/)
    : [process.env['OAUTH_APP_SECRET'], process.env['OAUTH_TOKEN_SECRET']]
  const missing = [
    ...(appSecret === '' ? ['the Secret (OAUTH_APP_SECRET)'] : []),
    ...(tokenSecret === '' && !from.twoLegged
      ? ['the Access token secret (OAUTH_TOKEN_SECRET)']
      : []),
  ]
  if (missing.length > 0) {
    throw new CommandError(
      `Missing: ${missing.join(' and ')}. Set the variable, or give both with --secrets-stdin.`,
      exitCodes.usage,
    )
  }
  return { appSecret, tokenSecret: from.twoLegged ? undefined : tokenSecret }
}
