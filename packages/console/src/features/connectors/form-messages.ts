import { wordsOf } from '#messages/catalogue.ts'
import type { Section } from './fields.ts'
import type { FieldName } from './form-values.ts'
import type { Method } from './method.ts'

type FieldWords = { readonly label: string; readonly hint: string; readonly example?: string }

const en = {
  newTitle: 'Configure an authentication server',
  newLead:
    'Tell us where your customers log in, and how your page hands over what they get there. Only what matters for your choice is asked.',
  create: 'Create connector',
  save: 'Save changes',
  saved: (name: string) => `${name} is saved.`,
  unchanged: 'Nothing is changed.',
  recommended: 'Needed:',
  wire: (name: string) => `Sent as ${name}`,
  folded: 'Everything else',
  foldedLead: 'Good as it is for most. Open what you need.',
  changed: (count: number) => `${count} set`,
  faults: { required: 'This is needed.', address: 'This must be an address such as https://…' },
  rest: 'It is not saved yet',
  methodHints: {
    implicit: 'Your page already has an id_token and hands it over. The quickest to set up.',
    code: 'Your page hands over a code; we redeem it at your server, with a secret. The token never passes the browser.',
    pkce: 'As code, and the code is of use only to the window that asked for it. The safest; take it if your server can.',
    delegation:
      'For bots that call your APIs for a consumer. It gets tokens for that, and says nothing of who the consumer is.',
    anonymous:
      'Consumers come without a name and are recognised by their browser only. Nothing is to be set up.',
  } satisfies Record<Method, string>,
  sections: {
    start: {
      title: 'How consumers come in',
      lead: 'Choose what your page hands over. The picture shows the way it takes.',
    },
    vouch: {
      title: 'Who vouches for them',
      lead: 'The identity provider that signs your id_tokens, and how we know its signature.',
    },
    client: {
      title: 'Who we are there',
      lead: 'Register us as a client of your identity provider, and copy what it says.',
    },
    page: {
      title: 'On your page',
      lead: 'The function that the conversation window calls for a token. The code for it is ready once this is saved.',
    },
    window: {
      title: 'A login window of its own',
      lead: 'Only used where the conversation opens in a window beside the page.',
    },
    audience: {
      title: 'Whom the token is for',
      lead: 'Without any of these, a token that was made for another site of yours is taken too.',
    },
    checks: {
      title: 'How tokens are checked',
      lead: 'Signature, times, encryption and the attributes inside.',
    },
    people: {
      title: 'Who a consumer is',
      lead: 'How this identity provider stands beside others, and what agents see.',
    },
    apis: {
      title: 'Codes and tokens',
      lead: 'How the code is redeemed, and whether the tokens for your APIs are kept.',
    },
    stricter: {
      title: 'Try a stricter rule first',
      lead: 'What you set here is only counted: nobody is refused by it. The status says who would have been.',
    },
  } satisfies Record<Section, { title: string; lead: string }>,
  fields: {
    method: { label: 'Method', hint: 'What your page has when the conversation opens.' },
    name: {
      label: 'Name',
      hint: 'For you and your colleagues. It is public, so nothing secret.',
      example: 'Brand login',
    },
    issuer: {
      label: 'Issuer',
      hint: 'The iss of your id_tokens, letter by letter, with or without the slash at its end. It is compared, never called.',
      example: 'https://login.brand.example',
    },
    issuerDisplayName: { label: 'Display name', hint: 'How people call this login. It is public.' },
    jwtValidationType: {
      label: 'Where we find its keys',
      hint: 'Addresses are better than a pasted key: when your server takes a new key, nothing is to be done here.',
    },
    discoveryEndpoint: {
      label: 'Discovery address',
      hint: 'Its metadata name its keys and its token endpoint.',
      example: 'https://login.brand.example/.well-known/openid-configuration',
    },
    jwksEndpoint: {
      label: 'JWKS address',
      hint: 'Where your server publishes its public keys.',
      example: 'https://login.brand.example/jwks',
    },
    jwtPublicKey: {
      label: 'Public key',
      hint: 'As you have it: PEM with or without its headers, a certificate, a JWK or JWKS; several PEM blocks for several keys. Never the private key.',
      example: 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A…',
    },
    clientId: {
      label: 'Client ID',
      hint: 'What your identity provider calls us. It is then demanded of aud, too.',
      example: 'watchword',
    },
    clientSecret: {
      label: 'Client secret',
      hint: 'Sealed when it is saved, and never shown again.',
    },
    tokenEndpointAuthMethod: {
      label: 'How we prove it is us',
      hint: 'As your identity provider has it registered.',
    },
    tokenEndpoint: {
      label: 'Token endpoint',
      hint: 'Where we redeem codes. With a discovery address it may stay empty.',
      example: 'https://login.brand.example/token',
    },
    tokenRequestFormat: {
      label: 'Form of the token request',
      hint: 'A form is the standard. Some servers take JSON alone.',
    },
    authorizationEndpoint: {
      label: 'Authorization endpoint',
      hint: 'Where consumers log in. Embedded windows never call it.',
      example: 'https://login.brand.example/authorize',
    },
    redirectUris: {
      label: 'Redirect URIs',
      hint: 'Those that your page may name with a code. Empty: any that is https. Press Enter after each.',
      example: 'https://www.brand.example/returned',
    },
    rfcCompliance: {
      label: 'The window’s context travels in state',
      hint: 'On is the OAuth 2.0 way. Off is the older one, with parameters in the redirect URI, for servers that cannot echo state.',
    },
    scopes: { label: 'Scopes', hint: 'Asked for beside openid.', example: 'profile' },
    authorizeParameters: {
      label: 'Further parameters',
      hint: 'Sent along when a consumer logs in, such as prompt = login.',
    },
    jsMethodName: {
      label: 'JS method name',
      hint: 'The function that we call. Dots lead into objects: brand.auth.getToken.',
    },
    jsContext: {
      label: 'JS context',
      hint: 'Where it is looked up. window, unless your page loads it elsewhere.',
    },
    preferred: {
      label: 'Preferred',
      hint: 'Taken where nothing else chooses. It takes that from the connector that has it now.',
    },
    sharesIdentity: {
      label: 'Same people as another connector',
      hint: 'Two connectors with one issuer must both say so. The same sub is then the same consumer.',
    },
    claimMapping: {
      label: 'Attributes from your own claims',
      hint: 'What agents see, and the claim that it is taken from.',
    },
    delegationEnabled: {
      label: 'Keep the tokens for our APIs',
      hint: 'Access and refresh token are sealed and kept for a day, for bots that call your APIs for the consumer.',
    },
    algorithms: {
      label: 'Signature algorithms',
      hint: 'What your server signs with. RS256 is usual.',
    },
    clockToleranceSeconds: {
      label: 'Clock tolerance',
      hint: 'By how many seconds your clock and ours may differ: 0 to 300.',
    },
    audience: {
      label: 'Audience',
      hint: 'Values of aud that mean us, beside the client ID and the account.',
      example: 'chat',
    },
    allowMissingAudience: {
      label: 'Take tokens without aud',
      hint: 'Although a client ID or an audience is set.',
    },
    encryptionRequired: {
      label: 'Demand encryption (JWE)',
      hint: 'Tokens that are signed but not encrypted to our key are refused.',
    },
    textTimes: {
      label: 'Take times in quotes',
      hint: 'For servers that write "exp": "1700000000". Better mended there.',
    },
    unknownSdes: {
      label: 'Attributes that nobody knows',
      hint: 'In lp_sdes. Refusing tells you of a misspelt one at once.',
    },
    reportOnly: { label: 'Stricter rules', hint: '' },
  } satisfies Record<FieldName, FieldWords>,
  options: {
    DISCOVERY: 'Discovery',
    JWKS_ENDPOINT: 'JWKS address',
    PUBLIC_JWT_KEY: 'Pasted key',
    client_secret_basic: 'A secret, in the header (client_secret_basic)',
    client_secret_post: 'A secret, in the body (client_secret_post)',
    private_key_jwt: 'A signature of ours (private_key_jwt)',
    none: 'Not at all: a public client (none)',
    form: 'Form',
    json: 'JSON',
    refuse: 'Refuse the token',
    drop: 'Drop them',
  } as Readonly<Record<string, string>>,
  secret: {
    kept: 'A secret is kept. Leave this empty and it stays.',
    moved: 'It goes to another server now: type it again.',
    privateKey: 'A private key in PEM: RSA of 2048 bits or more, or EC P-256.',
    generate: 'Generate one',
    generated: 'It is shown once, when you have saved.',
    onceTitle: 'The client secret, for your identity provider',
    onceLabel: 'Client secret',
  },
  pairs: {
    add: 'Add',
    remove: (name: string) => `Remove ${name}`,
    name: 'Name',
    value: 'Value',
    attribute: 'Attribute',
    claim: 'Claim of your token',
    unnamed: 'the empty line',
  },
  discover: (address: string) => `Use ${address}`,
  encryptionKey: {
    title: 'Our encryption key',
    lead: 'Your server encrypts to this key. It changes once a year, so let it read the address.',
    address: 'Key address (JWK, and base64)',
  },
  reportOnly: {
    lead: 'Choose what would be stricter than now.',
    rule: {
      algorithms: 'Other algorithms only',
      clockToleranceSeconds: 'Less clock tolerance',
      audience: 'A certain audience only',
      allowMissingAudience: 'aud must be there',
      encryptionRequired: 'Encrypted tokens only',
      textTimes: 'No times in quotes',
      unknownSdes: 'No unknown attributes',
    },
  },
}

export const formWords = wordsOf({ en })
