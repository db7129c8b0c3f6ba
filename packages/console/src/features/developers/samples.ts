import { type OwnService, originOf, type ServiceDirectory } from './service-hosts.ts'

/** Credentials that an API is called with. */
export const sampleKinds = ['session', 'apiKey', 'clientCredentials', 'code', 'consumer'] as const
export type SampleKind = (typeof sampleKinds)[number]

/** An application that samples are filled in with. */
export type SampleApplication = {
  readonly clientId: string
  readonly redirectUri: string | undefined
  readonly scope: string | undefined
  /** It has no secret: it proves itself by PKCE alone. */
  readonly isPublic: boolean
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

/** In single quotes a shell takes everything as it is but the quote itself. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

/** What to paste into a shell. Secrets are asked for where they are needed: none stands in the history of the shell. */
export function sampleOf(kind: SampleKind, values: SampleValues): string {
  return makers[kind](values)
}

const makers: Readonly<Record<SampleKind, (values: SampleValues) => string>> = {
  session: (values) =>
    lines(
      ask('PASSWORD', `password of ${values.loginName}`),
      `BEARER=$(jq -n --arg username ${quoted(values.loginName)} --arg password "$PASSWORD" '{$username, $password}' |`,
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
      `npm run --silent watchword -- sign --key ${quoted(values.keyId ?? 'APP_KEY')} --token "$ACCESS_TOKEN" \\`,
      `  ${urlOf(values, 'accountConfigReadOnly', '/configuration/le-users/users?select=id,loginName')} \\`,
      '  --json | jq -r .curl | sh',
    ),
  clientCredentials: (values) =>
    lines(
      ask('CLIENT_SECRET', 'client_secret'),
      `TOKEN=$(curl -s ${quoted(`${issuerOf(values)}/token`)} \\`,
      `  -u ${quoted(clientIdOf(values))}":$CLIENT_SECRET" \\`,
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
  const isPublic = application?.isPublic === true
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUri },
    ...{ scope: 'openid profile', code_challenge_method: 'S256' },
  })
  return lines(
    ...(isPublic ? [] : [ask('CLIENT_SECRET', 'client_secret')]),
    "VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_')",
    `CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d =)`,
    'STATE=$(openssl rand -hex 16)',
    `echo "open in a browser: "${quoted(`${issuerOf(values)}/authorize?${query}`)}"&state=$STATE&code_challenge=$CHALLENGE"`,
    "printf 'code in the address that it comes back to: '; read -r CODE",
    '',
    `curl -s ${quoted(`${issuerOf(values)}/token`)} \\`,
    isPublic
      ? `  -d client_id=${quoted(clientId)} \\`
      : `  -u ${quoted(clientId)}":$CLIENT_SECRET" \\`,
    '  -d grant_type=authorization_code --data-urlencode "code=$CODE" -d code_verifier="$VERIFIER" \\',
    `  --data-urlencode ${quoted(`redirect_uri=${redirectUri}`)}`,
  )
}

/** A question whose answer is neither shown nor kept by the shell. */
function ask(name: string, what: string): string {
  return `printf ${quoted(`${what}: `.replaceAll('%', '%%'))}; read -rs ${name}; echo`
}

function urlOf(values: SampleValues, service: OwnService, path: string): string {
  const origin = originOf(values.directory, service, values.publicOrigin)
  return quoted(`${origin}/api/account/${values.accountId}${path}`)
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
