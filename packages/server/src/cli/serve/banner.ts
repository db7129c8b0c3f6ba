import type { CreatedApiKey } from '#domain/kickstart/make-api-key.ts'
import type { CreatedApplication } from '#domain/kickstart/make-application.ts'
import type { CreatedConnector } from '#domain/kickstart/make-connector.ts'
import { columns } from '../print.ts'

/** What whoever started the server is told once it answers. */
export type Welcome = {
  readonly origin: string
  /** The address of the console, unless it is switched off. */
  readonly console: string | undefined
  /** The demo account, where there is one. */
  readonly demo?: { readonly accountId: string; readonly credentialsFile: string | undefined }
  /** Users that this start made with a password that was generated: told now, and never again. */
  readonly created: readonly NewLogin[]
  /** API keys that this start made with values that were generated. */
  readonly createdKeys: readonly CreatedApiKey[]
  /** Applications that this start installed with a secret that was generated. */
  readonly createdApplications: readonly CreatedApplication[]
  /** Connectors that this start added with a client secret that was generated. */
  readonly createdConnectors: readonly CreatedConnector[]
}

export type NewLogin = {
  readonly accountId: string
  readonly loginName: string
  readonly profiles: readonly string[]
  readonly password: string
}

/** The welcome as a person reads it. */
export function describeWelcome(welcome: Welcome): string {
  const parts = [
    `Watchword is ready at ${welcome.origin}`,
    ...describeLogins(welcome),
    ...(welcome.console === undefined ? [] : [`The console is at ${welcome.console}`]),
    ...welcome.createdKeys.map(describeKey),
    ...welcome.createdApplications.map((created) => describeApplication(welcome.origin, created)),
    ...welcome.createdConnectors.map(describeConnector),
    ...describeCalls(welcome),
  ]
  return `\n${parts.join('\n\n')}\n`
}

function describeLogins({ created, demo }: Welcome): readonly string[] {
  const kept =
    demo?.credentialsFile === undefined ? undefined : `They are kept in ${demo.credentialsFile}`
  if (created.length === 0) {
    if (kept === undefined) return []
    return [`Account ${demo?.accountId} has the passwords of its first start. ${kept}`]
  }
  const rows = created.map(({ accountId, loginName, profiles, password }) => [
    accountId,
    loginName,
    profiles.join(', '),
    password,
  ])
  const table = columns([['account', 'login name', 'profile', 'password'], ...rows])
  const once = 'These passwords are shown this once.'
  return [indent(table), kept === undefined ? once : `${once} ${kept}`]
}

/** In the words of contract 1 §3.1. */
function describeKey({ accountId, keyId, appName, generated }: CreatedApiKey): string {
  const rows = [
    ['App key', keyId],
    ['Secret', generated.appSecret],
    ['Access token', generated.token],
    ['Access token secret', generated.tokenSecret],
  ].flatMap(([name = '', value]) => (value === undefined ? [] : [[name, value]]))
  const title = `API key "${appName}" of account ${accountId}, shown this once:`
  return `${title}\n${indent(columns(rows))}`
}

function describeApplication(origin: string, created: CreatedApplication): string {
  const { accountId, clientId, clientName, clientSecret = '', redirectUris } = created
  const rows = [
    ['client_id', clientId],
    ['client_secret', clientSecret],
    ['issuer', `${origin}/oidc/${accountId}`],
    ...redirectUris.map((uri) => ['redirect_uri', uri]),
  ]
  const title = `Application "${clientName}" of account ${accountId}, shown this once:`
  return `${title}\n${indent(columns(rows))}`
}

function describeConnector(created: CreatedConnector): string {
  const { accountId, id, name, clientId = '', clientSecret = '' } = created
  const rows = [
    ['id', `${id}`],
    ['client_id', clientId],
    ['client_secret', clientSecret],
  ]
  const title = `Connector "${name}" of account ${accountId}, shown this once:`
  return `${title}\n${indent(columns(rows))}`
}

function describeCalls({ origin, created, demo }: Welcome): readonly string[] {
  const first = created[0]
  const accountId = first?.accountId ?? demo?.accountId
  if (accountId === undefined) return []
  const body = JSON.stringify({
    username: first?.loginName ?? 'admin',
    password: first?.password ?? '…',
  })
  const account = `${origin}/api/account/${accountId}`
  return [
    'Ask where the login service is, then log in:',
    indent(`curl '${account}/service/agentVep/baseURI.json?version=1.0'`),
    indent(
      `curl -X POST '${account}/login?v=1.3' -H 'Content-Type: application/json' \\\n  -d '${body}'`,
    ),
  ]
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}
