import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { programText, shellWord } from '#ui/quoting.ts'
import { methodOf } from './method.ts'

/** Where a sample is to run. */
export type SampleAbout = {
  readonly connector: ConnectorObject
  readonly accountId: string
  /** Of this server. */
  readonly origin: string
}

/** Code for the brand's page, by what it is for. */
export type Samples = {
  /** Says who is logged in: `lpTag.identities` (contract 3 section 6.1). */
  readonly identity: string
  /** Supplies what the method wants: the function that the window calls (section 6.2). */
  readonly supply: string
  /** For pages that do not load anew after a login (section 6.3). */
  readonly loggedIn: string
  /** The same without a page: what the window sends. */
  readonly curl: string
}

export function samplesOf(about: SampleAbout): Samples {
  const method = methodOf(about.connector)
  if (method === 'anonymous') {
    return { identity: anonymousIdentity, supply: '', loggedIn: '', curl: anonymousCurl(about) }
  }
  return {
    identity: identityOf(about),
    supply: method === 'implicit' ? implicitOf(about) : codeOf(about),
    loggedIn: loggedIn,
    curl: curlOf(about),
  }
}

function identityOf({ connector }: SampleAbout): string {
  const issuer = connector.configuration.issuer ?? 'https://login.brand.example'
  return `// On every page, before the tag is loaded.
window.lpTag = window.lpTag || {};
lpTag.identities = lpTag.identities || [];
lpTag.identities.push(function (callback) {
  // customerSub: the sub of your id_token, put into the page by your server.
  callback(customerSub ? { iss: ${programText(issuer)}, acr: 'loa1', sub: customerSub } : null);
});`
}

const anonymousIdentity = `// Nothing is to be written for consumers without a name: the tag makes an identity of its own.
// On pages for customers who are logged out, say so, if you report identities elsewhere:
window.lpTag = window.lpTag || {};
lpTag.identities = lpTag.identities || [];
lpTag.identities.push(function (callback) { callback(null); });`

/** `window.brand.auth.getToken`, wherever it is looked up. */
export function methodPath({ configuration }: ConnectorObject): string {
  const { jsContext, jsMethodName } = configuration
  return jsContext === 'window'
    ? `window.${jsMethodName}`
    : `window.${withoutWindow(jsContext)}.${jsMethodName}`
}

function withoutWindow(path: string): string {
  return path.replace(/^window\./, '')
}

/** The objects that the path leads through, made where they are not there. */
function parents(path: string): string {
  const names = path.split('.').slice(0, -1)
  const lines = names
    .map((_, index) => names.slice(0, index + 1).join('.'))
    .slice(1)
    .map((parent) => `${parent} = ${parent} || {};\n`)
  return lines.join('')
}

function implicitOf({ connector }: SampleAbout): string {
  const path = methodPath(connector)
  return `// The conversation window calls this when it needs to know who talks.
${parents(path)}${path} = function (callback) {
  // Your server answers the id_token of whoever is logged in, and 401 if nobody is.
  fetch('/your-server/id-token', { credentials: 'same-origin' })
    .then(function (answer) {
      if (!answer.ok) throw new Error('not logged in');
      return answer.text();
    })
    .then(
      function (idToken) { callback(idToken); },
      // A second argument says that it failed. Without it the window waits for nothing.
      function (error) { callback('', String(error)); }
    );
};`
}

function codeOf({ connector }: SampleAbout): string {
  const { configuration } = connector
  const { authorizationEndpoint, clientId, redirectUris, scopes } = configuration
  const isPkce = methodOf(connector) === 'pkce'
  const path = methodPath(connector)
  const redirectUri = redirectUris[0] ?? 'https://www.brand.example/returned'
  const authorize = authorizationEndpoint ?? 'https://login.brand.example/authorize'
  const pkce = isPkce
    ? `
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',`
    : ''
  const argument = isPkce ? 'callback, codeChallenge' : 'callback'
  return `// The conversation window calls this when it needs to know who talks.${
    isPkce ? '\n// It keeps the verifier to itself and hands you the challenge.' : ''
  }
${parents(path)}${path} = function (${argument}) {
  var redirectUri = ${programText(redirectUri)};
  var state = crypto.randomUUID();
  var frame = document.createElement('iframe');
  frame.hidden = true;
  // Without a page: your identity provider knows the customer by its own cookie.
  frame.src = ${programText(authorize)} + '?' + new URLSearchParams({
    client_id: ${programText(clientId ?? '')},
    response_type: 'code',
    scope: ${programText(['openid', ...scopes].join(' '))},
    prompt: 'none',
    redirect_uri: redirectUri,
    state: state,${pkce}
  });
  // The page at redirectUri does: parent.postMessage(location.search, location.origin)
  addEventListener('message', function take(event) {
    if (event.origin !== location.origin || event.source !== frame.contentWindow) return;
    var answer = new URLSearchParams(event.data);
    if (answer.get('state') !== state) return;
    removeEventListener('message', take);
    frame.remove();
    if (answer.has('code')) callback({ ssoKey: answer.get('code'), redirect_uri: redirectUri });
    else callback('', answer.get('error') || 'no code');
  });
  document.body.append(frame);
};`
}

const loggedIn = `// After a login or logout without a new page, and when a conversation goes on under a name.
lpTag.newPage(location.href);`

function curlOf({ connector, accountId, origin }: SampleAbout): string {
  const { redirectUris } = connector.configuration
  const method = methodOf(connector)
  const code = {
    code: '<code>',
    redirect_uri: redirectUris[0] ?? 'https://liveperson.net',
    ...(method === 'pkce' && { code_verifier: '<code verifier>' }),
  }
  const body = method === 'implicit' ? { id_token: '<id_token>' } : code
  return `${authenticateCall({ connector, accountId, origin })} \\
  -d ${shellWord(JSON.stringify(body))}
# 200 {"token":"<consumer token>"}`
}

function anonymousCurl(about: SampleAbout): string {
  const { accountId, origin } = about
  return `curl -X POST ${shellWord(`${origin}/api/account/${accountId}/anonymous/authorize`)}
# 200 {"token":"<anonymous token>"}

${authenticateCall(about)} \\
  -d '{"id_token":"<anonymous token>"}'
# 200 {"token":"<consumer token, acr 0>"}`
}

function authenticateCall({ connector, accountId, origin }: SampleAbout): string {
  const url = `${origin}/api/account/${accountId}/app/${connector.id}/authenticate?v=3.0`
  return `curl -X POST ${shellWord(url)} \\
  -H 'Content-Type: application/json'`
}

/** How an application asks for a link to log in by (contract 3 section 12, variant B). */
export function delegationSample({ connector, accountId, origin }: SampleAbout): string {
  const url = `${origin}/api/account/${accountId}/watchword/consumers/<consumer id>/delegation`
  const body = { connectorId: connector.id, conversationId: '<conversation id>' }
  return `curl -X POST ${shellWord(url)} \\
  -H 'Authorization: Bearer <AppJWT>' -H 'Content-Type: application/json' \\
  -d ${shellWord(JSON.stringify(body))}
# 200 {"url":"https://…","expiresIn":600}`
}
