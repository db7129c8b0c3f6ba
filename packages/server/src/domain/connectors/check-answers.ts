import type { ProviderMetadata } from '@watchword/protocol/consumers/provider-metadata.ts'
import type { ForeignFault } from '#domain/foreign-keys/foreign-document.ts'
import { checkKeySet } from './check-keys.ts'
import type { ConnectorConfiguration } from './connector.ts'
import { type Finding, fault, fine, warning } from './finding.ts'
import type { ConnectorProbe, EndpointProbe, TokenProbe } from './probe-connector.ts'

/** What the servers of an identity provider answered, and what of that hinders consumers. */
export function checkAnswers(
  probe: ConnectorProbe,
  configuration: ConnectorConfiguration,
  now: number,
): readonly Finding[] {
  const { metadata, keySet, token, lacking } = probe
  const judge = { configuration, now }
  return [
    ...(metadata === undefined
      ? []
      : [
          ...judgeEndpoint('metadata', metadata, judge),
          ...judgeMetadata(metadata.metadata, metadata.mismatch, configuration),
        ]),
    ...(keySet === undefined
      ? []
      : [
          ...judgeEndpoint('key_set', keySet, judge),
          ...(keySet.keys === undefined ? [] : [...checkKeySet(keySet.keys), judgeCaching(keySet)]),
        ]),
    ...(token === undefined ? [] : judgeEndpoint('token', token, judge)),
    ...(token?.answer === undefined ? [] : [judgeClient(token)]),
    ...(lacking === undefined ? [] : [fault('client', lacking, { advice: clientAdvice })]),
  ]
}

type Judge = { readonly configuration: ConnectorConfiguration; readonly now: number }

/** Whether it was reached, what its clock shows, and when its certificate ends. */
function judgeEndpoint(
  id: string,
  { url, latencyMs, answer, clockOffsetSeconds, fault: refused }: EndpointProbe,
  { configuration, now }: Judge,
): readonly Finding[] {
  const reached =
    id === 'token' && answer !== undefined && (refused?.refusal ?? 'status') === 'status'
      ? judgeTokenStatus(answer.status, { url, latencyMs })
      : refused === undefined
        ? answeredWithin(id, { url, latencyMs })
        : fault(id, `It was not of use (${refused.refusal}): ${refused.reason}.`, {
            value: url,
            advice: endpointAdvice[refused.refusal],
          })
  return [
    reached,
    ...(clockOffsetSeconds === undefined
      ? []
      : [judgeClock(`${id}_clock`, clockOffsetSeconds, configuration.clockToleranceSeconds)]),
    ...(answer === undefined
      ? []
      : judgeCertificate(`${id}_tls`, answer.certificateExpiresAt, now)),
  ]
}

type Reached = Pick<EndpointProbe, 'url' | 'latencyMs'>

function answeredWithin(id: string, { url, latencyMs }: Reached): Finding {
  return fine(id, `It answered within ${Math.round(latencyMs)} ms.`, { value: url })
}

/** Any status but these may be a token endpoint's word on a code that was made up. */
function judgeTokenStatus(status: number, reached: Reached): Finding {
  if (status < 500 && status !== 404 && status !== 405) return answeredWithin('token', reached)
  return fault('token', `It was not of use: it answered with status ${status}.`, {
    value: reached.url,
    advice:
      'See its address, and its own log: a token endpoint answers a bad code with status 400 (RFC 6749 section 5.2).',
  })
}

function judgeClock(id: string, seconds: number, tolerance: number): Finding {
  const value = `${seconds} s`
  const side = seconds > 0 ? 'ahead of' : 'behind'
  const message = `Its clock is ${Math.abs(seconds)} s ${side} ours.`
  const advice = 'Let the identity provider set its clock by NTP; and see that ours is right.'
  if (Math.abs(seconds) > tolerance) return fault(id, message, { value, advice })
  return Math.abs(seconds) > 5
    ? warning(id, `${message} The tolerance is ${tolerance} s.`, { value, advice })
    : fine(id, 'Its clock agrees with ours.', { value })
}

const dayMs = 86_400_000

function judgeCertificate(
  id: string,
  expiresAt: number | undefined,
  now: number,
): readonly Finding[] {
  if (expiresAt === undefined) {
    return [
      warning(
        id,
        'It is asked without TLS, as the operator allows: what it says can be changed on the way.',
        {
          advice: 'Use https wherever this is not a trial.',
        },
      ),
    ]
  }
  const days = Math.floor((expiresAt - now) / dayMs)
  const value = new Date(expiresAt).toISOString()
  return [
    days < 14
      ? warning(id, `Its certificate expires in ${days} days.`, {
          value,
          advice: 'Renew it: on that day consumers are refused (9011).',
        })
      : fine(id, `Its certificate is good for ${days} days.`, { value }),
  ]
}

function judgeMetadata(
  metadata: ProviderMetadata | undefined,
  mismatch: string | undefined,
  configuration: ConnectorConfiguration,
): readonly Finding[] {
  if (mismatch !== undefined) {
    return [
      fault('metadata_issuer', mismatch, {
        advice:
          'Take the issuer of the metadata into the connector, if it is the iss of your id_tokens too.',
      }),
    ]
  }
  if (metadata === undefined) return []
  return [
    fine('metadata_issuer', 'It is the metadata of the connector’s issuer.'),
    ...judgeAlgorithms(metadata, configuration),
    ...(configuration.tokenEndpointAuthMethod === 'none'
      ? []
      : judgeMethod(metadata, configuration)),
    ...(configuration.pkceEnabled ? judgePkce(metadata) : []),
  ]
}

function judgeAlgorithms(
  { idTokenAlgorithms: offered }: ProviderMetadata,
  { algorithms }: ConnectorConfiguration,
): readonly Finding[] {
  if (offered === undefined) return []
  const value = offered.slice(0, 20).join(', ')
  const common = algorithms.filter((algorithm) => offered.includes(algorithm))
  return [
    common.length === 0
      ? fault(
          'signing_algorithms',
          `It signs with none that the connector accepts (${algorithms.join(', ')}).`,
          {
            value,
            advice:
              'Let the identity provider sign id_tokens for this client with RS256, or add one of these to algorithms.',
          },
        )
      : fine('signing_algorithms', `It can sign with ${common.join(', ')}.`, { value }),
  ]
}

function judgeMethod(
  { tokenEndpointAuthMethods: offered = ['client_secret_basic'], tokenEndpoint }: ProviderMetadata,
  { tokenEndpointAuthMethod: method }: ConnectorConfiguration,
): readonly Finding[] {
  if (tokenEndpoint === undefined) return []
  const value = offered.slice(0, 20).join(', ')
  return offered.includes(method)
    ? [fine('auth_method', `It takes ${method}.`, { value })]
    : [
        warning('auth_method', `It does not say that it takes ${method}.`, {
          value,
          advice: 'Set tokenEndpointAuthMethod to one of these.',
        }),
      ]
}

function judgePkce({ codeChallengeMethods: offered }: ProviderMetadata): readonly Finding[] {
  return offered?.includes('S256') === true
    ? [fine('pkce_support', 'It has PKCE with S256.')]
    : [
        warning('pkce_support', 'It does not say that it has PKCE with S256.', {
          value: offered?.slice(0, 20).join(', '),
          advice: 'See in its documentation whether it has; what it ignores protects nobody.',
        }),
      ]
}

/** Of a key set: how long a new key stays unseen, and how often it is asked. */
function judgeCaching({ answer }: EndpointProbe): Finding {
  const { maxAgeSeconds, cacheControl } = answer ?? {}
  const value = cacheControl ?? '(no Cache-Control)'
  if (maxAgeSeconds === undefined) {
    return warning(
      'key_set_caching',
      'It does not say for how long it is good: it is kept for 15 minutes.',
      {
        value,
        advice: 'Send Cache-Control: max-age with it, such as 3600.',
      },
    )
  }
  return maxAgeSeconds < 300
    ? warning(
        'key_set_caching',
        `It is good for ${maxAgeSeconds} s, and is kept for 5 minutes all the same.`,
        {
          value,
          advice: 'Publish a new key at least 5 minutes before tokens are signed with it.',
        },
      )
    : fine('key_set_caching', `It is kept for ${Math.min(maxAgeSeconds, 86_400)} s.`, {
        value,
        advice:
          'Publish a new key that much before tokens are signed with it, and give it a new kid.',
      })
}

const clientAdvice =
  'Set clientId, clientSecret and tokenEndpointAuthMethod as they are registered at the identity provider.'

/** Whether the identity provider knows us: it was asked with a code that cannot be good. */
function judgeClient({ client, brandError, answer, fault: refused }: TokenProbe): Finding {
  const status = answer === undefined ? undefined : `status ${answer.status}`
  const value = [status, brandError].filter((part) => part !== undefined).join(', ')
  switch (client) {
    case 'accepted':
      return fine(
        'client',
        'It knows the client: it refused the made-up code alone, as it should.',
        { value },
      )
    case 'refused':
      return fault('client', 'It does not know the client, or takes another secret.', {
        value,
        advice: clientAdvice,
      })
    case 'code_accepted':
      return fault('client', 'It gave tokens for a made-up code: whoever can call it is anybody.', {
        value,
        advice: 'Let the identity provider refuse codes that it did not issue (invalid_grant).',
      })
    case 'unknown':
      return warning('client', 'Whether it knows the client could not be told.', {
        value: value === '' ? refused?.refusal : value,
        advice:
          'A token endpoint answers a bad code with status 400 and {"error":"invalid_grant"} (RFC 6749 section 5.2).',
      })
  }
}

/** Told by the kind of refusal alone: what listens where is nobody's business. */
const endpointAdvice = {
  url: 'Give an https URL, without user name, password or fragment.',
  port: 'Serve it at the usual port, 443.',
  address:
    'Give a name that everybody can resolve to a public address. For a trial, the operator may except a host by WATCHWORD_OUTBOUND_ALLOW.',
  name: 'See that its name is spelled right, and that public DNS knows it.',
  unreachable: 'See that it runs, and that a firewall lets us through.',
  certificate:
    'Let the server send a certificate for this name by an authority that everybody trusts, with the certificates between.',
  time: 'It has 5 seconds for its whole answer.',
  redirect: 'Give the URL at which it answers itself: redirects are not followed.',
  status: 'Open the URL in a browser: it must answer with status 200, without a login.',
  encoding: 'Let it send its answer as it is, unless a compressed one is asked for.',
  type: 'Let it send Content-Type: application/json.',
  size: 'Its answer may have 64 KiB.',
  json: 'Let it send one JSON document in UTF-8, with each member once.',
  busy: 'Try again in a moment.',
  content: 'See that the URL is the right one: what it answered is something else.',
} as const satisfies Readonly<Record<ForeignFault['refusal'], string>>
