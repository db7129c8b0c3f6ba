/** By which flow of OpenID Connect the window gets a consumer's token (contract 3 section 4.1). */
export type Flow = 'implicit' | 'code' | 'pkce' | 'jwe'

export const flows: readonly Flow[] = ['implicit', 'code', 'pkce', 'jwe']

/** The clients of the brand that stand for Watchword's connectors. */
export const clientIds = {
  implicit: 'watchword-implicit',
  code: 'watchword-code',
  pkce: 'watchword-pkce',
  jwe: 'watchword-jwe',
} as const satisfies Readonly<Record<Flow, string>>

/** The shop's own: it asks for a login, and for no token. */
export const shopClientId = 'larkspur-shop'

/** Where on its origin the identity provider lives. */
export const issuerPath = '/idp'

/** Where the identity provider's answers come back to, on the origin of the shop. */
export const returnPath = '/returned'

/** What of the other side the clients must know. Without it there is no encryption, and nobody is told of a logout. */
export type WatchwordSide = {
  /** Its public keys for encryption. */
  readonly encryptionKeysUrl: string
  /** Where it wants to be told that somebody logged out, by flow. */
  readonly logoutUrls: Readonly<Record<Flow, string>>
}

export type ClientsInput = {
  readonly origin: string
  /** Of the client of the code flow. */
  readonly clientSecret: string
  readonly watchword: WatchwordSide | undefined
  /** Whether the provider encrypts by itself what the client of `jwe` gets. */
  readonly encrypts: boolean
}

type Metadata = Readonly<Record<string, unknown>>

/** The clients as `oidc-provider` takes them. */
export function clientsOf(input: ClientsInput): readonly Metadata[] {
  const { origin, clientSecret, watchword, encrypts } = input
  const redirects = { redirect_uris: [`${origin}${returnPath}`] }
  // Implicit and plain http: only native applications may, on loopback.
  const onPage = { ...redirects, application_type: 'native', token_endpoint_auth_method: 'none' }
  const implicit = { ...onPage, response_types: ['id_token'], grant_types: ['implicit'] }
  const code = { response_types: ['code'], grant_types: ['authorization_code'] }
  const told = (flow: Flow) =>
    watchword === undefined ? {} : { backchannel_logout_uri: watchword.logoutUrls[flow] }
  const encrypted = {
    id_token_encrypted_response_alg: 'RSA-OAEP-256',
    id_token_encrypted_response_enc: 'A256GCM',
    jwks_uri: watchword?.encryptionKeysUrl,
  }
  return [
    {
      ...onPage,
      client_id: shopClientId,
      redirect_uris: [`${origin}/`],
      post_logout_redirect_uris: [`${origin}/`],
      response_types: ['none'],
      grant_types: [],
    },
    { ...implicit, ...told('implicit'), client_id: clientIds.implicit },
    {
      ...{ ...redirects, ...code, ...told('code'), client_id: clientIds.code },
      client_secret: clientSecret,
      token_endpoint_auth_method: 'client_secret_basic',
    },
    { ...onPage, ...code, ...told('pkce'), client_id: clientIds.pkce },
    ...(watchword === undefined
      ? []
      : [
          {
            ...{ ...implicit, ...told('jwe'), client_id: clientIds.jwe },
            ...(encrypts && encrypted),
          },
        ]),
  ]
}
