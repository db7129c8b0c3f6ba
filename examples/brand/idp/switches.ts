import type { IdTokenRule } from '@watchword/protocol/consumers/id-token-rules.ts'

/** Where a fault sits. Of one group other than `claims`, one switch at a time is on. */
export type SwitchGroup = 'claims' | 'signature' | 'key set' | 'token endpoint'

/** One way in which the identity provider is broken on purpose, and by which name the cause is found. */
export type Switch = {
  readonly group: SwitchGroup
  readonly title: string
  /** What the identity provider then does. */
  readonly does: string
  /** The rule of an id_token that fails, with a connector that has the key pasted and with one that fetches keys. */
  readonly rules: { readonly pasted?: IdTokenRule; readonly fetched?: IdTokenRule }
  /** What a person is told to look for. */
  readonly cause: string
}

/** Every switch. The order is that of the page. */
export const switches = {
  'expired-token': {
    group: 'claims',
    title: 'Expired token',
    does: 'Sends a token that ended five minutes ago.',
    rules: { pasted: 'exp', fetched: 'exp' },
    cause: 'exp: it expired 300 s ago',
  },
  'wrong-audience': {
    group: 'claims',
    title: 'Wrong audience',
    does: 'Makes the token for another client of the brand.',
    rules: { pasted: 'aud', fetched: 'aud' },
    cause: 'aud: the token is for somebody else',
  },
  'wrong-issuer': {
    group: 'claims',
    title: 'Wrong issuer',
    does: 'Ends its iss with a slash, which the connector does not have.',
    rules: { pasted: 'iss', fetched: 'iss' },
    cause: 'iss: the issuer is not the one of the connector; they differ by the slash at the end',
  },
  'clock-ahead': {
    group: 'claims',
    title: 'Clock half an hour ahead',
    does: 'Runs half an hour ahead: in tokens, and in the Date of its answers.',
    rules: { pasted: 'iat', fetched: 'iat' },
    cause: 'iat: it is 1800 s ahead of our clock',
  },
  'clock-behind': {
    group: 'claims',
    title: 'Clock half an hour behind',
    does: 'Runs half an hour behind: in tokens, and in the Date of its answers.',
    rules: { pasted: 'exp', fetched: 'exp' },
    cause: 'exp: it expired 1200 s ago; if it is new, the clock of the identity provider is behind',
  },
  'millisecond-times': {
    group: 'claims',
    title: 'Times in milliseconds',
    does: 'Writes exp and iat in milliseconds.',
    rules: { pasted: 'times', fetched: 'times' },
    cause: 'times: exp is in milliseconds',
  },
  'bad-lp-sdes': {
    group: 'claims',
    title: 'Malformed lp_sdes',
    does: 'Sends a number as customerId, a text as registrationDate and a field of its own invention.',
    rules: { pasted: 'lp_sdes', fetched: 'lp_sdes' },
    cause: 'lp_sdes: each wrong value with its path',
  },
  'missing-sub': {
    group: 'claims',
    title: 'No sub',
    does: 'Leaves the name of the consumer out of the token.',
    rules: { pasted: 'claims', fetched: 'claims' },
    cause: 'claims: sub is missing',
  },
  'rotated-key': {
    group: 'signature',
    title: 'Rotated key',
    does: 'Signs with a new key, and publishes that one alone.',
    rules: { pasted: 'signature' },
    cause:
      'signature, where the old key is pasted into the connector; connectors that fetch keys go on',
  },
  'unknown-kid': {
    group: 'signature',
    title: 'Key that is not published',
    does: 'Signs with a new key, and goes on to publish the old one.',
    rules: { pasted: 'signature', fetched: 'kid' },
    cause: 'kid: no key has the kid of the token (signature, where a key is pasted)',
  },
  'wrong-signature': {
    group: 'signature',
    title: 'Wrong signature',
    does: 'Names the right key, and signs with another.',
    rules: { pasted: 'signature', fetched: 'signature' },
    cause: 'signature: it does not fit the key',
  },
  'alg-none': {
    group: 'signature',
    title: 'No signature (alg none)',
    does: 'Sends an unsecured token, as RFC 7519 section 6 has it.',
    rules: { pasted: 'form', fetched: 'form' },
    cause: 'form: the token is not signed (nested, inside of a JWE)',
  },
  'short-key': {
    group: 'signature',
    title: '1024-bit key',
    does: 'Signs with an RSA key of 1024 bits, and publishes it.',
    rules: { pasted: 'signature', fetched: 'key' },
    cause: 'key: the key with this kid is not used, weak key (signature, where a key is pasted)',
  },
  'keys-down': {
    group: 'key set',
    title: 'Key set down',
    does: 'Breaks off when its keys are asked for.',
    rules: { fetched: 'keys' },
    cause: 'doctor: the key set cannot be reached. Keys that are known go on working',
  },
  'keys-slow': {
    group: 'key set',
    title: 'Key set slow',
    does: 'Answers the question for its keys after twenty seconds.',
    rules: { fetched: 'keys' },
    cause: 'doctor: the server took too long. Keys that are known go on working',
  },
  'keys-endless': {
    group: 'key set',
    title: 'Key set hostile: a body without end',
    does: 'Sends keys that never end.',
    rules: { fetched: 'keys' },
    cause: 'doctor: the answer is too large. Keys that are known go on working',
  },
  'keys-elsewhere': {
    group: 'key set',
    title: 'Key set hostile: a redirect',
    does: 'Redirects the question for its keys to somewhere else.',
    rules: { fetched: 'keys' },
    cause: 'doctor: a redirect is not followed. Keys that are known go on working',
  },
  'token-endpoint-down': {
    group: 'token endpoint',
    title: 'Token endpoint down',
    does: 'Breaks off when a code is exchanged.',
    rules: {},
    cause: 'the token endpoint cannot be reached',
  },
  'token-endpoint-refuses': {
    group: 'token endpoint',
    title: 'Token endpoint refuses (400)',
    does: 'Answers invalid_code to every code.',
    rules: {},
    cause: 'the token endpoint refused the code',
  },
  'token-endpoint-broken': {
    group: 'token endpoint',
    title: 'Token endpoint broken (500)',
    does: 'Answers every exchange with status 500 and a page of HTML.',
    rules: {},
    cause: 'the token endpoint answered with status 500',
  },
  'token-endpoint-slow': {
    group: 'token endpoint',
    title: 'Token endpoint slow',
    does: 'Answers an exchange after twenty seconds.',
    rules: {},
    cause: 'the token endpoint took too long',
  },
  'missing-id-token': {
    group: 'token endpoint',
    title: 'No id_token in the answer',
    does: 'Exchanges the code for an access token alone.',
    rules: {},
    cause: 'the answer of the token endpoint has no id_token',
  },
} as const satisfies Readonly<Record<string, Switch>>

export type SwitchName = keyof typeof switches

export const switchNames = Object.keys(switches) as readonly SwitchName[]

/** A switch by its name, for whoever does not care which. */
export function switchOf(name: SwitchName): Switch {
  return switches[name]
}

export function isSwitchName(text: unknown): text is SwitchName {
  return typeof text === 'string' && Object.hasOwn(switches, text)
}

/** The switches that are on after one was set: in a group other than `claims` the last one counts. */
export function withSwitch(
  on: ReadonlySet<SwitchName>,
  name: SwitchName,
  isOn: boolean,
): ReadonlySet<SwitchName> {
  const { group } = switches[name]
  const rivals = (other: SwitchName) => group !== 'claims' && switches[other].group === group
  const rest = [...on].filter((other) => other !== name && !rivals(other))
  return new Set(isOn ? [...rest, name] : [...on].filter((other) => other !== name))
}
