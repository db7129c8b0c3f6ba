import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type {
  ConnectorConfiguration,
  ConnectorRules,
  ConnectorType,
} from '@watchword/protocol/consumers/connector-configuration.ts'
import { defaultRedirectUri } from '@watchword/protocol/consumers/token-exchange.ts'
import { type Finding, fault, fine, warning } from './finding.ts'
import { isForDelegationAlone } from './is-brand-connector.ts'

/** A connector as far as it is looked at: one that is kept, or one that is to be. */
export type CheckedConnector = {
  readonly type: ConnectorType
  readonly configuration: ConnectorConfiguration
}

/** What can be said of a connector's settings alone, without asking anybody. */
export function checkConfiguration(
  accountId: AccountId,
  connector: CheckedConnector,
): readonly Finding[] {
  const { type, configuration } = connector
  if (type === 0) {
    return [fine('way', 'Anonymous consumers come in by it: no identity provider is asked.')]
  }
  if (isForDelegationAlone(connector)) {
    return [fine('way', 'It is for delegation alone: no consumer is recognised by it.')]
  }
  return [
    wayOf(type, configuration),
    judgeAudience(accountId, configuration),
    judgeIssuer(configuration),
    judgeTolerance(configuration),
    ...judgeLooseRules(configuration),
    ...(type === 2 ? judgeCodeFlow(configuration) : []),
    ...judgeReportOnly(configuration),
  ]
}

/** Which of the endpoints are used at all: that an endpoint is never called has cost people days. */
function wayOf(type: ConnectorType, configuration: ConnectorConfiguration): Finding {
  const { jsContext, jsMethodName, authorizationEndpoint } = configuration
  const method = `The embedded window calls ${jsContext}.${jsMethodName} of the page`
  const external =
    authorizationEndpoint === undefined
      ? 'Without an authorizationEndpoint there is no external window.'
      : 'The authorizationEndpoint is called by the external window alone.'
  return type === 1
    ? fine('way', `${method}, which hands over an id_token. ${external}`)
    : fine(
        'way',
        `${method}, which hands over a code; we redeem it at the token endpoint. ${external}`,
      )
}

function judgeAudience(
  accountId: AccountId,
  { clientId, audience, allowMissingAudience }: ConnectorConfiguration,
): Finding {
  if (clientId === undefined && audience.length === 0) {
    return warning(
      'audience',
      'Any audience is taken: tokens for other clients of the identity provider, too.',
      {
        advice: `Set clientId or audience to the aud of your id_tokens, or let them have acc:${accountId}.`,
      },
    )
  }
  const names = clientId === undefined ? audience : [clientId, ...audience]
  const value = [...names, `acc:${accountId}`].join(', ')
  return allowMissingAudience
    ? warning('audience', 'A token without aud is taken.', {
        value,
        advice: 'Set allowMissingAudience to false, or try that under reportOnly first.',
      })
    : fine('audience', 'Tokens must be for one of these.', { value })
}

function judgeIssuer({ issuer = '' }: ConnectorConfiguration): Finding {
  const value = issuer
  if (issuer !== issuer.trim()) {
    const advice = 'Take the white space off.'
    return fault('issuer', 'There is white space around it, and it is compared as it is.', {
      value,
      advice,
    })
  }
  return /^https:\/\/[^\s?#]+$/.test(issuer)
    ? fine('issuer', 'Compared with the iss of each token, letter by letter.', { value })
    : warning(
        'issuer',
        'It is no https URL, as OpenID Connect wants it. It is compared letter by letter.',
        {
          value,
          advice: 'See that it is the iss of your id_tokens.',
        },
      )
}

function judgeTolerance({ clockToleranceSeconds: seconds }: ConnectorConfiguration): Finding {
  const value = `${seconds} s`
  if (seconds === 0) {
    const advice = 'Set clockToleranceSeconds to 60.'
    return warning('clock_tolerance', 'A clock that is ahead by a second refuses everybody.', {
      value,
      advice,
    })
  }
  if (seconds > 120) {
    const advice = 'Let the identity provider set its clock by NTP, and take 60 seconds.'
    return warning('clock_tolerance', 'Expired tokens are taken for minutes.', { value, advice })
  }
  return fine('clock_tolerance', 'By so much may the clocks differ.', { value })
}

function judgeLooseRules({ textTimes, unknownSdes }: ConnectorConfiguration): readonly Finding[] {
  const advice = 'Let the identity provider be mended, then set it back.'
  return [
    ...(textTimes ? [warning('text_times', 'Times in quotes are taken.', { advice })] : []),
    ...(unknownSdes === 'drop'
      ? [
          warning(
            'unknown_sdes',
            'Members of lp_sdes that are not known are left out without a word.',
            {
              advice:
                'A misspelled member is lost. Set unknownSdes to refuse, under reportOnly first.',
            },
          ),
        ]
      : []),
  ]
}

function judgeCodeFlow(configuration: ConnectorConfiguration): readonly Finding[] {
  const { pkceEnabled, redirectUris, tokenEndpointAuthMethod: method } = configuration
  const pkce = pkceEnabled
    ? fine('pkce', 'A code is good only with the verifier of who asked for it.')
    : method === 'none'
      ? fault(
          'pkce',
          'Whoever gets hold of a code can redeem it: there is neither a secret nor PKCE.',
          {
            advice: 'Set pkceEnabled, or a client secret.',
          },
        )
      : warning('pkce', 'Whoever gets hold of a code can send it here.', {
          advice: 'Set pkceEnabled, if the identity provider has PKCE (RFC 7636).',
        })
  const redirects =
    redirectUris.length === 0
      ? warning('redirect_uris', 'A page may name any https redirect URI.', {
          value: `${defaultRedirectUri} if it names none`,
          advice: 'List in redirectUris those that are registered at the identity provider.',
        })
      : fine('redirect_uris', 'A page may name these.', {
          value: redirectUris.join(', '),
          advice: redirectUris.includes(defaultRedirectUri)
            ? undefined
            : `Pages that name none use ${defaultRedirectUri}, which is not among them.`,
        })
  return [pkce, redirects]
}

function judgeReportOnly({ reportOnly, ...active }: ConnectorConfiguration): readonly Finding[] {
  if (reportOnly === undefined) return []
  const given = Object.keys(reportOnly) as (keyof ConnectorRules)[]
  const same = given.filter(
    (name) => JSON.stringify(reportOnly[name]) === JSON.stringify(active[name]),
  )
  const value = given.join(', ')
  return [
    same.length > 0
      ? warning(
          'report_only',
          `Already in force, so there is nothing to report: ${same.join(', ')}.`,
          {
            value,
            advice: 'Leave these out of reportOnly.',
          },
        )
      : fine('report_only', 'Only reported: see wouldRefuse in the status of the connector.', {
          value,
        }),
  ]
}
