import { shellWord } from '#ui/quoting.ts'
import { type OwnService, originOf, type ServiceDirectory } from './service-hosts.ts'

/** Credentials that an API is called with. */
export const sampleKinds = ['session', 'apiKey', 'clientCredentials', 'code', 'consumer'] as const
export type SampleKind = (typeof sampleKinds)[number]

/** An application that samples are filled in with. */
export type SampleApplication = {
  readonly clientId: string
  readonly redirectUri: string | undefined
  /** How it proves itself at the token endpoint (RFC 7591 section 2); by `none`, it has PKCE alone. */
  readonly method: 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt'
}

/** The account's real values. What is not known stands as a name in capitals. */
export type SampleValues = {
  readonly publicOrigin: string
  readonly directory: ServiceDirectory | undefined
  readonly accountId: string
  readonly loginName: string
  readonly keyId: string | undefined
  readonly application: SampleApplication | undefined
  readonly connectorId: number | undefined
}

/** What to paste into a shell. Secrets are asked for where they are needed: none stands in the history of the shell. */
export function sampleOf(kind: SampleKind, values: SampleValues): string {
  return makers[kind](values)
}

const makers: Readonly<Record<SampleKind, (values: SampleValues) => string>> = {
  session: (values) =>
    lines(
      ask('PASSWORD', `password of ${values.loginName}`),
      `BEARER=$(jq -n --arg username ${shellWord(values.loginName)} --arg password "$PASSWORD" '{$username, $password}' |`,
      `  curl -s ${urlOf(values, 'agentVep', '/login?v=1.3')} \\`,
      "    -H 'Content-Type: application/json' -d @- | jq -r .bearer)",
      '',
      `curl -s ${urlOf(values, 'accountConfigReadOnly', '/watchword/me')} -H "Authorization: Bearer $BEARER"`,
    ),
  apiKey: (values) =>
    lines(
      ask('OAUTH_APP_SECRET', 'Secret'),
      ask('OAUTH_TOKEN_SECRET', 'Access token secret'),
      ask('ACCESS_TOKEN', 'Access token'),
      'export OAUTH_APP_SECRET OAUTH_TOKEN_SECRET',
      '',
      '# in the folder of the server; a signature is good for one call',
      `npm run --silent watchword -- sign --key ${shellWord(values.keyId ?? 'APP_KEY')} --token "$ACCESS_TOKEN" \\`,
      `  ${urlOf(values, 'accountConfigReadOnly', '/configuration/le-users/users?select=id,loginName')} \\`,
      '  --json | jq -r .curl | sh',
    ),
  clientCredentials: (values) =>
    lines(
      ...askProof(values),
      `TOKEN=$(curl -s ${shellWord(`${issuerOf(values)}/token`)} \\`,
      ...proof(values),
      '  -d grant_type=client_credentials | jq -r .access_token)',
      '',
      `curl -s ${urlOf(values, 'accountConfigReadOnly', '/configuration/le-users/users?select=id,loginName')} \\`,
      '  -H "Authorization: Bearer $TOKEN"',
    ),
  code: codeSample,
  consumer: (values) => {
    const id = values.connectorId ?? 'CONNECTOR_ID'
    return lines(
      ask('ID_TOKEN', 'id_token of the identity provider'),
      'TOKEN=$(jq -n --arg id_token "$ID_TOKEN" \'{$id_token}\' |',
      `  curl -s ${urlOf(values, 'idp', `/app/${id}/authenticate?v=3.0`)} \\`,
      "    -H 'Content-Type: application/json' -d @- | jq -r .token)",
      '',
      `curl -s ${urlOf(values, 'idp', '/watchword/consumers/me')} -H "Authorization: Bearer $TOKEN"`,
    )
  },
}

function codeSample(values: SampleValues): string {
  const { application } = values
  const clientId = clientIdOf(values)
  const redirectUri = application?.redirectUri ?? 'https://REDIRECT_URI'
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUri },
    ...{ scope: 'openid profile', code_challenge_method: 'S256' },
  })
  return lines(
    ...askProof(values),
    "VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_')",
    `CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d =)`,
    'STATE=$(openssl rand -hex 16)',
    `echo "open in a browser: "${shellWord(`${issuerOf(values)}/authorize?${query}`)}"&state=$STATE&code_challenge=$CHALLENGE"`,
    "printf 'code in the address that it comes back to: '; read -r CODE",
    '',
    `curl -s ${shellWord(`${issuerOf(values)}/token`)} \\`,
    ...proof(values),
    '  -d grant_type=authorization_code --data-urlencode "code=$CODE" -d code_verifier="$VERIFIER" \\',
    `  --data-urlencode ${shellWord(`redirect_uri=${redirectUri}`)}`,
  )
}

function methodOf({ application }: SampleValues): SampleApplication['method'] {
  return application?.method ?? 'client_secret_basic'
}

/** What the application proves itself with, if that is to be asked for. */
function askProof(values: SampleValues): readonly string[] {
  const method = methodOf(values)
  if (method === 'none') return []
  return method === 'private_key_jwt'
    ? [ask('CLIENT_ASSERTION', 'client_assertion, signed with the key of the application')]
    : [ask('CLIENT_SECRET', 'client_secret')]
}

/** How it proves itself: the issuer takes no other way than the one that is registered. */
function proof(values: SampleValues): readonly string[] {
  const id = clientIdOf(values)
  const named = `  --data-urlencode ${shellWord(`client_id=${id}`)} \\`
  switch (methodOf(values)) {
    case 'none':
      return [named]
    case 'client_secret_post':
      return [named, '  --data-urlencode "client_secret=$CLIENT_SECRET" \\']
    case 'private_key_jwt':
      return [
        `  -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \\`,
        '  --data-urlencode "client_assertion=$CLIENT_ASSERTION" \\',
      ]
    case 'client_secret_basic':
      return [`  -u ${shellWord(id)}":$CLIENT_SECRET" \\`]
  }
}

/** A question whose answer is neither shown nor kept by the shell, and taken as it is, with blanks at its ends. */
function ask(name: string, what: string): string {
  return `printf %s ${shellWord(`${what}: `)}; IFS= read -rs ${name}; echo`
}

function urlOf(values: SampleValues, service: OwnService, path: string): string {
  const origin = originOf(values.directory, service, values.publicOrigin)
  return shellWord(`${origin}/api/account/${values.accountId}${path}`)
}

function issuerOf({ publicOrigin, accountId }: SampleValues): string {
  return `${publicOrigin}/oidc/${accountId}`
}

function clientIdOf({ application }: SampleValues): string {
  return application?.clientId ?? 'CLIENT_ID'
}

function lines(...text: readonly string[]): string {
  return text.join('\n')
}
