import { privilegedApi } from '@watchword/protocol/api/api-privileges.ts'
import type { User } from '@watchword/protocol/api/user.ts'
import { apiKeyWords } from './messages.ts'
import { addressesOf, callsOf, type UsageOfKey } from './usage.ts'

const words = apiKeyWords.remove

/** So many addresses are named. */
const mostAddresses = 6

/**
 * Who would notice that a key is gone: what it was used for lately, last when, from where, and by
 * which bots.
 */
export function breaksOf(
  usage: UsageOfKey | undefined,
  bots: readonly string[],
  whenOf: (moment: string) => string,
): readonly string[] {
  const named = bots.map(words.bot)
  if (usage === undefined) return named
  const { lastUsedAt, lastUsedAddress } = usage
  const calls = callsOf(usage)
  const apis = [...new Set(usage.uses.map(({ api }) => privilegedApi(api)?.name ?? api))]
  const addresses = addressesOf(usage).filter(({ address }) => address !== lastUsedAddress)
  return [
    ...(calls === 0 ? [] : [words.calls(calls, apis.join(', '))]),
    ...(lastUsedAt === null ? [] : [words.lastUse(whenOf(lastUsedAt), lastUsedAddress ?? '')]),
    ...addresses.slice(0, mostAddresses).map(({ address, day }) => words.address(address, day)),
    ...named,
  ]
}

/** A user, as far as it matters whether it is a bot and with which key it logs in. */
export type Bot = Pick<User, 'loginName' | 'isApiUser' | 'allowedAppKeys'>

/** The bots that log in with a key. A person who once was a bot may still name one: nothing of theirs breaks. */
export function botsWith(users: readonly Bot[], keyId: string): readonly string[] {
  return users
    .filter(({ isApiUser, allowedAppKeys }) => isApiUser === true && allowedAppKeys === keyId)
    .map(({ loginName }) => loginName)
}
