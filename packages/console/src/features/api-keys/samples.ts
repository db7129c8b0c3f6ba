import { programText, shellWord } from '#ui/quoting.ts'
import type { KeyCredentials } from './key-form.ts'

type Privilege = { readonly data: string; readonly type: string }

const users = '/configuration/le-users/users?v=6.0&select=id,loginName'
const pathsOf: Readonly<Record<string, string>> = {
  users,
  profiles: '/configuration/le-users/profiles?v=2.0',
  skills: '/configuration/le-users/skills?v=2.0',
  'agent-groups': '/configuration/le-users/agentGroups?v=2.0',
  lobs: '/configuration/le-users/lobs?v=2.0',
}

/** An address that a key may read, for samples; `undefined`: it may read none of those that we know. */
export function readableUrl(
  privileges: readonly Privilege[],
  { origin, accountId }: { readonly origin: string; readonly accountId: string },
): string | undefined {
  const account = encodeURIComponent(accountId)
  const readable = privileges.filter(({ type }) => type === 'Read').map(({ data }) => data)
  const data = Object.keys(pathsOf).find((one) => readable.includes(one))
  if (data !== undefined) return `${origin}/api/account/${account}${pathsOf[data]}`
  const manager = `${origin}/app-key-manager/api/account/${account}/keys?v=1.0&secrets=false`
  return readable.includes('app-keys') ? manager : undefined
}

/** What the samples take their values from: without the secrets, places to fill in. */
export function environmentOf({ keyId, ...secrets }: Partial<KeyCredentials>): string {
  const { appSecret = '…', token = '…', tokenSecret = '…' } = secrets
  return [
    `export OAUTH_KEY=${shellWord(keyId ?? '…')}`,
    `export OAUTH_APP_SECRET=${shellWord(appSecret)}`,
    `export OAUTH_TOKEN=${shellWord(token)}`,
    `export OAUTH_TOKEN_SECRET=${shellWord(tokenSecret)}`,
  ].join('\n')
}

/** A signed GET of an address, in three ways. No value of a key stands in them. */
export function samplesOf(
  url: string,
): readonly { readonly title: string; readonly code: string }[] {
  return [
    { title: 'curl', code: curlOf(url) },
    { title: 'Node.js', code: nodeOf(url) },
    { title: 'Python', code: pythonOf(url) },
  ]
}

function curlOf(url: string): string {
  return [
    '# watchword sign prints the header, and a curl command that is good once, for five minutes.',
    `npm run --silent watchword -- sign --key "$OAUTH_KEY" --token "$OAUTH_TOKEN" \\`,
    `  ${shellWord(url)} | sed 1,2d | sh`,
  ].join('\n')
}

function nodeOf(url: string): string {
  return `// npm install oauth-1.0a
import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'

const { OAUTH_KEY, OAUTH_APP_SECRET, OAUTH_TOKEN, OAUTH_TOKEN_SECRET } = process.env
const oauth = new OAuth({
  consumer: { key: OAUTH_KEY, secret: OAUTH_APP_SECRET },
  signature_method: 'HMAC-SHA256',
  hash_function: (text, key) => createHmac('sha256', key).update(text).digest('base64'),
})
const url = ${programText(url)}
const token = { key: OAUTH_TOKEN, secret: OAUTH_TOKEN_SECRET }
const headers = oauth.toHeader(oauth.authorize({ url, method: 'GET' }, token))
const answer = await fetch(url, { headers: { ...headers } })
console.log(answer.status, await answer.json())
`
}

function pythonOf(url: string): string {
  return `# pip install requests-oauthlib
import os
from requests_oauthlib import OAuth1Session

session = OAuth1Session(
    os.environ["OAUTH_KEY"],
    client_secret=os.environ["OAUTH_APP_SECRET"],
    resource_owner_key=os.environ["OAUTH_TOKEN"],
    resource_owner_secret=os.environ["OAUTH_TOKEN_SECRET"],
    signature_method="HMAC-SHA256",
)
answer = session.get(${programText(url)})
print(answer.status_code, answer.json())
`
}

/** How the application that takes the place of a key gets its token (RFC 6749 section 4.4). */
export function tokenSampleOf(
  tokenEndpoint: string,
  { clientId, scopes }: { readonly clientId: string; readonly scopes: readonly string[] },
): string {
  return [
    '# The secret is asked for, so that it stands in no history.',
    `curl -u ${shellWord(clientId)} ${shellWord(tokenEndpoint)} \\`,
    '  -d grant_type=client_credentials \\',
    `  -d ${shellWord(`scope=${scopes.join(' ')}`)}`,
  ].join('\n')
}
