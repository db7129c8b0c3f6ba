import type { IdTokenRule } from '@watchword/protocol/consumers/id-token-rules.ts'
import { idpErrors } from '@watchword/protocol/consumers/idp-errors.ts'
import { counted, wordsOf } from '#messages/catalogue.ts'
import type { AttentionKind } from './attention.ts'
import type { Step } from './first-steps.ts'
import type { Range } from './ranges.ts'
import type { Credential } from './traffic.ts'

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 })

const reasons: Partial<Record<IdTokenRule, string>> = {
  size: 'The token is too long',
  form: 'Not a token',
  jwe: 'Could not be decrypted',
  claims: 'A claim is missing',
  typ: 'A token of another kind',
  alg: 'Algorithm not accepted',
  keys: 'No keys of the provider',
  kid: 'Signed with an unknown key',
  signature: 'Wrong signature',
  exp: 'Expired',
  iss: 'Wrong issuer',
  aud: 'Wrong audience',
  azp: 'Wrong party (azp)',
  iat: 'Issued in the future, or too long ago',
  nbf: 'Not valid yet',
  sub: 'Unusable subject',
  nonce: 'Wrong nonce',
  lp_sdes: 'Unusable lp_sdes',
}

function reason(name: string): string {
  const known: Readonly<Record<string, string | undefined>> = reasons
  if (Object.hasOwn(known, name)) return known[name] ?? name
  const codes: Readonly<Record<string, { readonly description: string }>> = idpErrors
  if (Object.hasOwn(codes, name)) return (codes[name]?.description ?? name).replace(/\.$/, '')
  return name.replaceAll('_', ' ')
}

const en = {
  lead: (name: string) => `Good to see you, ${name}.`,
  steps: {
    title: 'First steps',
    lead: (done: number, all: number) =>
      `${done} of ${all} done. Each takes a minute or two, in any order.`,
    done: 'done',
    open: 'to do',
    hide: 'Hide this',
    names: {
      user: 'Create a user',
      apiKey: 'Create an API key',
      application: 'Install an application',
      connector: 'Connect your customers’ login',
      campaign: 'Make a campaign',
    } satisfies Record<Step, string>,
    leads: {
      user: 'Somebody who signs in here: a colleague, an agent, or a bot.',
      apiKey: 'For a server that signs its requests with OAuth 1.0.',
      application: 'For a program that uses OAuth 2.0, for itself or for its users.',
      connector:
        'Your own identity provider vouches for who comes, and agents see who they talk to.',
      campaign: 'Says where on your pages consumers may talk to you, and by which connector.',
    } satisfies Record<Step, string>,
  },
  attention: {
    title: 'What needs attention',
    calm: 'Nothing needs you',
    calmLead:
      'No connector fails, no user is locked out, and no key or application is ending or forgotten.',
    urgent: 'now',
    soon: 'soon',
    more: (count: number) => `and ${count} more`,
    ended: 'ended',
    ends: 'ends',
    lastUsed: 'last used',
    lockedUntil: 'free again',
    forGood: 'until somebody unlocks it',
    changes: 'changes',
    kinds: {
      connector_failing: (count) =>
        `${counted(count, 'connector lets', 'connectors let')} nobody in`,
      user_locked: (count) => `${counted(count, 'user is', 'users are')} locked out`,
      key_expired: (count) => `${counted(count, 'API key has', 'API keys have')} ended`,
      key_expiring: (count) => `${counted(count, 'API key ends', 'API keys end')} soon`,
      key_unused: (count) =>
        `${counted(count, 'API key was', 'API keys were')} not used for 90 days`,
      application_unused: (count) =>
        `${counted(count, 'application was', 'applications were')} not used for 90 days`,
      application_without_grant: (count) =>
        `Nobody allows ${counted(count, 'application', 'applications')} anything`,
      signing_key_rotating: (count) =>
        `${counted(count, 'signing key changes', 'signing keys change')} within 7 days`,
    } satisfies Record<AttentionKind, (count: number) => string>,
    leads: {
      connector_failing:
        'In the last two hours everybody who came by it was refused. Its page says why.',
      user_locked: 'Too many wrong passwords. If it was really them, unlock them.',
      key_expired: 'Whoever still signs with it is refused. Give it another end, or delete it.',
      key_expiring: 'Within 30 days. Tell who uses it, or give it another end.',
      key_unused: 'What nobody uses can only be stolen. Switch it off, and later delete it.',
      application_unused:
        'What nobody uses can only be stolen. Disable it, and later uninstall it.',
      application_without_grant: 'It may act for users, and none of them let it so far.',
      signing_key_rotating: 'It goes by itself. Only who keeps keys by hand has to do something.',
    } satisfies Record<AttentionKind, string>,
  },
  traffic: {
    title: 'Traffic',
    range: 'How far back',
    ranges: {
      '24h': '24 hours',
      '7d': '7 days',
      '30d': '30 days',
    } satisfies Record<Range, string>,
    zone: (timeZone: string) => `Days and hours are those of the account: ${timeZone}.`,
    others: 'Others',
    calls: 'Calls by credential',
    callsSummary: (total: number, most: string, share: number, refused: number) =>
      `${counted(total, 'call', 'calls')}, ${percent.format(share)} with: ${most}. ${
        refused === 0 ? 'None was refused.' : `${counted(refused, 'was', 'were')} refused.`
      }`,
    credentials: {
      session: 'Session of a login',
      'user-token': 'User’s token',
      'application-token': 'Application’s token',
      'api-key': 'API key',
      'consumer-token': 'Consumer’s token',
      client: 'At the token endpoint',
      none: 'No credential',
    } satisfies Record<Credential, string>,
    logins: 'Logins',
    succeeded: 'Succeeded',
    refused: 'Refused',
    loginsSummary: (succeeded: number, refused: number, most: string | undefined) =>
      `${counted(succeeded, 'login', 'logins')} succeeded, ${counted(refused, 'was', 'were')} refused${
        most === undefined ? '.' : `, most for: ${reason(most)}.`
      }`,
    handshakes: 'Consumers at the door',
    offered: 'Offered',
    verified: 'Verified',
    handshakesSummary: (offered: number, verified: number) =>
      `${counted(offered, 'consumer', 'consumers')} came, ${percent.format(verified / offered)} of them were let in.`,
    handshakeColumns: ['What became of them', 'Consumers', 'Share'] as const,
    reason,
    migration: 'From OAuth 1.0 to 2.0',
    migrationSummary: (share: number, before: number, after: number) =>
      `${percent.format(share)} of the calls of servers are signed with API keys: ${percent.format(
        before,
      )} in the first half of this time, ${percent.format(after)} in the second.`,
    keys: 'Signed with an API key',
    applications: 'Token of an application',
  },
  here: {
    title: 'What you can do here',
    lead: (profiles: string) => `Your profile: ${profiles}.`,
    nothing: 'Your profile has no page here',
    nothingLead:
      'It is for working with conversations. An administrator of the account can give you more.',
  },
}

export const words = wordsOf({ en })
