import { counted, wordsOf } from '#messages/catalogue.ts'
import type { SampleKind } from './samples.ts'
import type { OwnService } from './service-hosts.ts'
import type { TryStep } from './try-flow.ts'

const en = {
  endpoints: {
    lead: 'What a program must know of this account. None of it is secret.',
    issuer: 'The issuer',
    issuerLead:
      'OAuth 2.0 and OpenID Connect. A client library needs the first value alone, and finds the others by it.',
    fields: {
      issuer: 'Issuer',
      discovery: 'Discovery',
      jwks_uri: 'Keys (JWKS)',
      authorization_endpoint: 'Authorization',
      token_endpoint: 'Token',
      userinfo_endpoint: 'Userinfo',
      introspection_endpoint: 'Introspection',
      revocation_endpoint: 'Revocation',
      end_session_endpoint: 'Sign-out',
    },
    services: 'Services',
    serviceList: 'Services and their hosts',
    servicesLead:
      'Where the Domain API says that each service is reached. Programs ask it before their first call.',
    domainApi: 'Domain API',
    service: 'Service',
    host: 'Host',
    purpose: 'What for',
    purposes: {
      agentVep: 'Login, refresh, logout',
      accountConfigReadOnly: 'Reading users, profiles, skills and the like',
      accountConfigReadWrite: 'Changing them',
      appKeyManagement: 'API keys',
      sentinel: 'OAuth 2.0 on the compatible paths',
      idp: 'Consumers: authenticate and keys',
      asyncMessagingEnt: 'Messaging',
    } satisfies Record<OwnService, string>,
    elsewhere: 'Another system’s',
    reference: 'Reference',
    docs: 'API reference',
    docsLead: 'Every operation, what it takes and answers, to read in the browser.',
    openapi: 'openapi.json',
    openapiLead: 'The same for programs: make a client of it, or import it.',
    scopes: 'scopes.json',
    scopesLead: 'What an application may be allowed, by name.',
  },
  calls: {
    lead: 'One call with each kind of credential, with the values of this account. Paste it into a shell; curl, jq and openssl are all it needs.',
    pick: {
      application: 'Application',
      machine: 'Application',
      key: 'API key',
      connector: 'Connector',
    },
    kinds: {
      session: 'Login session',
      apiKey: 'API key',
      clientCredentials: 'Application, in its own name',
      code: 'Application, for a user',
      consumer: 'Consumer',
    } satisfies Record<SampleKind, string>,
    leads: {
      session: 'A user logs in with a password and gets a bearer, which is good for 8 hours.',
      apiKey:
        'A server signs each request with OAuth 1.0. A library of your language does it; here the command line of the server does.',
      clientCredentials: 'Client credentials (RFC 6749 section 4.4): a token of 10 minutes.',
      code: 'Authorization code with PKCE (RFC 7636): the user signs in on the page of the issuer, and allows the application.',
      consumer: 'A visitor of the brand, for whom the brand’s identity provider vouches.',
    } satisfies Record<SampleKind, string>,
    none: {
      application: 'No application signs users in yet: the sample has CLIENT_ID in its place.',
      machine: 'No application acts in its own name yet: the sample has CLIENT_ID in its place.',
      key: 'There is no API key yet: the sample has APP_KEY in its place.',
      connector: 'There is no connector yet: the sample has CONNECTOR_ID in its place.',
    },
  },
  flows: {
    lead: 'Who asks whom for what, as it really happened.',
    own: 'This console',
    ownLead:
      'It is an application like any other: how it signed you in by a code with PKCE, renewed its token, and called the API in this tab. Of tokens, queries and bodies nothing is remembered.',
    picture: 'How this tab signed in and called the API',
    left: (count: number) =>
      `${counted(count, 'earlier call is', 'earlier calls are')} in the list alone.`,
    list: 'Steps of this tab',
    parties: { tab: 'This tab', issuer: 'Issuer', api: 'API' },
    kinds: {
      discovery: 'Who are you? (discovery)',
      authorize: 'Sent to the login page',
      callback: 'Back, with a code',
      token: 'Code for tokens',
      renew: 'Refresh token for new ones',
      call: 'Call',
    },
    columns: {
      at: 'When',
      what: 'What',
      path: 'Request',
      status: 'Status',
      took: 'Took',
      request: 'Request id',
    },
    noAnswer: 'no answer',
    milliseconds: (count: number) => `${count} ms`,
    times: (count: number) => `× ${count}`,
  },
  run: {
    title: 'Run one',
    lead: 'See each request and each answer. What you type stays in this page’s memory, is sent to the token endpoint alone, and is gone when the flow has run. An opaque token is given back at the end; a JWT ends by itself, within ten minutes.',
    which: 'Which flow',
    discovery: 'Discovery',
    clientCredentials: 'Client credentials',
    clientId: 'Client id',
    clientSecret: 'Client secret',
    scope: 'Scope',
    scopeHint: 'Left empty, all that the application is installed with.',
    go: 'Run it',
    parties: { tab: 'You', issuer: 'Issuer', api: 'API' },
    picture: 'The flow that was just run',
    steps: {
      discovery: 'Metadata of the issuer',
      jwks: 'Keys of the issuer',
      token: 'A token for the secret',
      introspect: 'What is this token?',
      call: 'A call with the token',
      revoke: 'The token is given back',
    } satisfies Record<TryStep, string>,
    sent: 'Sent',
    received: 'Received',
    nothing: '(nothing)',
    done: (count: number) => `The flow has run: ${counted(count, 'step', 'steps')}.`,
  },
}

export const words = wordsOf({ en })
