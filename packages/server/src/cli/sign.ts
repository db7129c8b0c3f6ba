import { parseSignatureMethod, signatureMethods } from '@watchword/protocol/oauth1/hmac.ts'
import { signRequest } from '@watchword/protocol/oauth1/sign.ts'
import type { Command } from 'commander'
import { systemClock } from '#lib/clock.ts'
import { randomHex } from '#lib/random.ts'
import { CommandError, exitCodes } from './command.ts'
import { print } from './print.ts'
import { type KeySecrets, readKeySecrets } from './read-key-secrets.ts'

type Options = {
  readonly key: string
  readonly token?: string
  readonly method: string
  readonly hash: string
  readonly bodyForm?: string
  readonly bodyJson?: string
  readonly secretsStdin?: boolean
  readonly json?: boolean
}

/** `watchword sign`: signs a request with an API key, as any client would. It needs no database. */
export function defineSign(command: Command): void {
  command
    .argument('<url>', 'the URL, exactly as it will be called')
    .requiredOption('--key <keyId>', 'the App key (oauth_consumer_key)')
    .option('--token <token>', 'the Access token; without it the request is two-legged')
    .option('--method <method>', 'the HTTP method', 'GET')
    .option('--body-form <text>', 'a form body, which is signed: a=1&b=2')
    .option('--body-json <text>', 'a JSON body, which OAuth 1.0 does not sign')
    .option('--hash <name>', signatureMethods.join(' or '), 'HMAC-SHA256')
    .option('--secrets-stdin', 'read the two secrets from the standard input, one a line')
    .option('--json', 'print JSON')
    .addHelpText('after', example)
    .action(sign)
}

const example = `
The secrets come from OAUTH_APP_SECRET and OAUTH_TOKEN_SECRET, or with --secrets-stdin from the standard input
(first the Secret, then the Access token secret); never from an argument, which every user of the machine sees.

Examples:
  $ export OAUTH_APP_SECRET=... OAUTH_TOKEN_SECRET=...
  $ watchword sign --key 5f0c... --token 9a1b... 'http://localhost:8080/api/account/12345678/configuration/le-users/users'
  $ watchword sign --key 5f0c... --token 9a1b... --method POST --body-form 'query={auditData{objectType}}' \\
      http://localhost:8080/api/account/12345678/configuration/metadata/audit`

async function sign(url: string, options: Options): Promise<void> {
  const target = parseUrl(url)
  const hash = parseSignatureMethod(options.hash)
  if (hash === undefined) {
    throw new CommandError(`--hash is ${signatureMethods.join(' or ')}.`, exitCodes.usage)
  }
  if (options.bodyForm !== undefined && options.bodyJson !== undefined) {
    throw new CommandError('A request has one body: --body-form or --body-json.', exitCodes.usage)
  }
  const method = options.method.toUpperCase()
  const secrets = await readKeySecrets({
    twoLegged: options.token === undefined,
    fromStdin: options.secretsStdin === true,
  })
  const authorization = signRequest(
    { method, ...target, formBody: options.bodyForm },
    credentialsOf(options, secrets),
    { timestamp: Math.floor(systemClock.now() / 1000), nonce: randomHex(16) },
    { method: hash },
  )
  if (authorization === undefined) {
    throw new CommandError(
      'The query or the form body is not percent-encoded UTF-8, so it cannot be signed.',
      exitCodes.usage,
    )
  }
  const curl = curlOf(url, method, authorization, options)
  print(options, { method, url, authorization, curl }, () =>
    [`Authorization: ${authorization}`, '', curl].join('\n'),
  )
}

function credentialsOf({ key, token }: Options, { appSecret, tokenSecret }: KeySecrets) {
  return { consumerKey: key, consumerSecret: appSecret, token, tokenSecret }
}

/** Taken apart and not read: what a URL parser puts right would be signed otherwise than it is sent. */
function parseUrl(url: string) {
  const parts = /^(https?):\/\/([^\s/?#@]+)([^\s?#]*)(?:\?([^\s#]*))?$/i.exec(url)
  if (parts === null) {
    throw new CommandError(
      `"${url}" is no absolute http or https URL. Percent-encode spaces, and leave out what follows a #.`,
      exitCodes.usage,
    )
  }
  const [, scheme = '', authority = '', path = '', query = ''] = parts
  return { scheme: scheme.toLowerCase(), authority, path, query }
}

function curlOf(url: string, method: string, authorization: string, options: Options): string {
  const { bodyForm, bodyJson } = options
  const body = bodyForm ?? bodyJson
  const type = bodyForm === undefined ? 'application/json' : 'application/x-www-form-urlencoded'
  return [
    `curl -X ${method} ${quote(url)}`,
    `-H ${quote(`Authorization: ${authorization}`)}`,
    ...(body === undefined ? [] : [`-H 'Content-Type: ${type}'`, `--data-raw ${quote(body)}`]),
  ].join(' \\\n  ')
}

/** In single quotes a shell takes everything as it is but the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
