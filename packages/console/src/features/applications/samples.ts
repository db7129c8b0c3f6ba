import type { Manifest } from '@watchword/protocol/api/application.ts'
import { kindOf, scopesOf } from './manifest.ts'

/** Code for the application's own author. The secret is never in it: it comes from the environment. */
export type Sample = { readonly title: string; readonly code: string }

type About = {
  readonly clientId: string
  readonly accountId: string
  /** The origin that tokens are asked from. */
  readonly origin: string
  readonly manifest: Manifest
}

/** What an application of its kind does first, with its id and addresses filled in. */
export function samplesOf(about: About): readonly Sample[] {
  const kind = kindOf(about.manifest)
  if (kind === 'machine') return [curlToken(about), nodeToken(about)]
  if (kind === 'web') return [nodeSignIn(about), curlCode(about)]
  return [browserSignIn(about), curlCode(about)]
}

function issuerOf({ origin, accountId }: About): string {
  return `${origin}/oidc/${accountId}`
}

/** Scopes that ask who the user is need not be installed. */
function scopeOf({ manifest }: About, withUser: boolean): string {
  return [...(withUser ? ['openid', 'profile'] : []), ...scopesOf(manifest)].join(' ')
}

function redirectUriOf({ manifest }: About): string {
  return manifest.redirect_uris?.[0] ?? 'https://your-application.example/callback'
}

/** A text in a program, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/[\n\r\u2028\u2029]/g, ' ')}'`
}

/** A word of a shell, whatever is in it. */
function shell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** Plain http is a server on the same computer. */
function isPlain({ origin }: About): boolean {
  return origin.startsWith('http:')
}

function usesPost({ manifest }: About): boolean {
  return manifest.token_endpoint_auth_method === 'client_secret_post'
}

function clientOfCurl(about: About): readonly string[] {
  const { clientId, manifest } = about
  if (manifest.token_endpoint_auth_method === 'none') {
    return [`--data-urlencode ${shell(`client_id=${clientId}`)}`]
  }
  if (!usesPost(about)) return [`--user "${clientId}:$CLIENT_SECRET"`]
  return [
    `--data-urlencode ${shell(`client_id=${clientId}`)}`,
    '--data-urlencode "client_secret=$CLIENT_SECRET"',
  ]
}

function curl(about: About, parameters: readonly string[]): string {
  const url = shell(`${issuerOf(about)}/token`)
  return [`curl ${url}`, ...clientOfCurl(about), ...parameters].join(' \\\n  ')
}

function curlToken(about: About): Sample {
  const scope = scopeOf(about, false)
  return {
    title: 'curl',
    code: curl(about, [
      '--data-urlencode grant_type=client_credentials',
      ...(scope === '' ? [] : [`--data-urlencode ${shell(`scope=${scope}`)}`]),
    ]),
  }
}

function curlCode(about: About): Sample {
  return {
    title: 'curl',
    code: curl(about, [
      '--data-urlencode grant_type=authorization_code',
      '--data-urlencode "code=$CODE"',
      `--data-urlencode ${shell(`redirect_uri=${redirectUriOf(about)}`)}`,
      '--data-urlencode "code_verifier=$CODE_VERIFIER"',
    ]),
  }
}

function discovery(about: About): readonly string[] {
  const auth = usesPost(about) ? 'ClientSecretPost' : 'ClientSecretBasic'
  return [
    "import * as client from 'openid-client'",
    '',
    'const config = await client.discovery(',
    `  new URL(${quoted(issuerOf(about))}),`,
    `  ${quoted(about.clientId)},`,
    '  undefined,',
    `  client.${auth}(process.env.CLIENT_SECRET),`,
    ...(isPlain(about) ? ['  { execute: [client.allowInsecureRequests] },'] : []),
    ')',
    '',
  ]
}

function nodeToken(about: About): Sample {
  const scope = scopeOf(about, false)
  return {
    title: 'openid-client',
    code: [
      ...discovery(about),
      `const tokens = await client.clientCredentialsGrant(config, { scope: ${quoted(scope)} })`,
      'console.log(tokens.access_token, tokens.expires_in)',
    ].join('\n'),
  }
}

function nodeSignIn(about: About): Sample {
  return {
    title: 'openid-client',
    code: [
      ...discovery(about),
      '// When somebody signs in: keep both with their session, and send them there.',
      'const pkceCodeVerifier = client.randomPKCECodeVerifier()',
      'const expectedState = client.randomState()',
      'const url = client.buildAuthorizationUrl(config, {',
      `  redirect_uri: ${quoted(redirectUriOf(about))},`,
      `  scope: ${quoted(scopeOf(about, true))},`,
      '  state: expectedState,',
      '  code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),',
      "  code_challenge_method: 'S256',",
      '})',
      '',
      '// When they come back, to `callbackUrl`:',
      'const tokens = await client.authorizationCodeGrant(config, callbackUrl, {',
      '  pkceCodeVerifier,',
      '  expectedState,',
      '})',
      'console.log(tokens.claims()?.sub)',
    ].join('\n'),
  }
}

function browserSignIn(about: About): Sample {
  const options = isPlain(about) ? ', { [oauth.allowInsecureRequests]: true }' : ''
  return {
    title: 'oauth4webapi',
    code: [
      "import * as oauth from 'oauth4webapi'",
      '',
      `const issuer = new URL(${quoted(issuerOf(about))})`,
      `const client = { client_id: ${quoted(about.clientId)} }`,
      `const redirectUri = ${quoted(redirectUriOf(about))}`,
      'const server = await oauth.processDiscoveryResponse(',
      '  issuer,',
      `  await oauth.discoveryRequest(issuer${options}),`,
      ')',
      '',
      '// To sign in: keep both until the user comes back.',
      'const verifier = oauth.generateRandomCodeVerifier()',
      'const state = oauth.generateRandomState()',
      'const url = new URL(server.authorization_endpoint)',
      'url.search = new URLSearchParams({',
      "  response_type: 'code',",
      '  client_id: client.client_id,',
      '  redirect_uri: redirectUri,',
      `  scope: ${quoted(scopeOf(about, true))},`,
      '  state,',
      '  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),',
      "  code_challenge_method: 'S256',",
      '})',
      '',
      '// When they come back, to `callbackUrl`:',
      'const parameters = oauth.validateAuthResponse(server, client, callbackUrl, state)',
      'const response = await oauth.authorizationCodeGrantRequest(',
      `  server, client, oauth.None(), parameters, redirectUri, verifier${options},`,
      ')',
      'const tokens = await oauth.processAuthorizationCodeResponse(server, client, response)',
    ].join('\n'),
  }
}
