import type { Manifest } from '@watchword/protocol/api/application.ts'
import { programText, shellWord } from '#ui/quoting.ts'
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

/** Plain http is a server on the same computer. */
function isPlain({ origin }: About): boolean {
  return origin.startsWith('http:')
}

function usesPost({ manifest }: About): boolean {
  return manifest.token_endpoint_auth_method === 'client_secret_post'
}

/** It shows a token that it signed, and has no secret to show (RFC 7523 section 2.2). */
function signsItself({ manifest }: About): boolean {
  return manifest.token_endpoint_auth_method === 'private_key_jwt'
}

function clientOfCurl(about: About): readonly string[] {
  const { clientId, manifest } = about
  if (manifest.token_endpoint_auth_method === 'none') {
    return [`--data-urlencode ${shellWord(`client_id=${clientId}`)}`]
  }
  if (signsItself(about)) {
    return [
      '--data-urlencode client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      '--data-urlencode "client_assertion=$CLIENT_ASSERTION"',
    ]
  }
  if (!usesPost(about)) return [`--user ${shellWord(clientId)}":$CLIENT_SECRET"`]
  return [
    `--data-urlencode ${shellWord(`client_id=${clientId}`)}`,
    '--data-urlencode "client_secret=$CLIENT_SECRET"',
  ]
}

function curl(about: About, parameters: readonly string[]): string {
  const url = shellWord(`${issuerOf(about)}/token`)
  return [`curl ${url}`, ...clientOfCurl(about), ...parameters].join(' \\\n  ')
}

function curlToken(about: About): Sample {
  const scope = scopeOf(about, false)
  return {
    title: 'curl',
    code: curl(about, [
      '--data-urlencode grant_type=client_credentials',
      ...(scope === '' ? [] : [`--data-urlencode ${shellWord(`scope=${scope}`)}`]),
    ]),
  }
}

function curlCode(about: About): Sample {
  return {
    title: 'curl',
    code: curl(about, [
      '--data-urlencode grant_type=authorization_code',
      '--data-urlencode "code=$CODE"',
      `--data-urlencode ${shellWord(`redirect_uri=${redirectUriOf(about)}`)}`,
      '--data-urlencode "code_verifier=$CODE_VERIFIER"',
    ]),
  }
}

function clientOfProgram(about: About): string {
  if (signsItself(about)) return 'client.PrivateKeyJwt(privateKey)'
  const method = usesPost(about) ? 'ClientSecretPost' : 'ClientSecretBasic'
  return `client.${method}(process.env.CLIENT_SECRET)`
}

function discovery(about: About): readonly string[] {
  return [
    "import * as client from 'openid-client'",
    '',
    ...(signsItself(about)
      ? ['// `privateKey`: the CryptoKey whose public half is in the key set of the application.']
      : []),
    'const config = await client.discovery(',
    `  new URL(${programText(issuerOf(about))}),`,
    `  ${programText(about.clientId)},`,
    '  undefined,',
    `  ${clientOfProgram(about)},`,
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
      `const tokens = await client.clientCredentialsGrant(config, { scope: ${programText(scope)} })`,
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
      `  redirect_uri: ${programText(redirectUriOf(about))},`,
      `  scope: ${programText(scopeOf(about, true))},`,
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
      `const issuer = new URL(${programText(issuerOf(about))})`,
      `const client = { client_id: ${programText(about.clientId)} }`,
      `const redirectUri = ${programText(redirectUriOf(about))}`,
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
      `  scope: ${programText(scopeOf(about, true))},`,
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
