import { userWords } from './messages.ts'
import { type Directory, type FullUser, isBot } from './user-types.ts'

const words = userWords.breaks

/** What stops working when a user is deleted, by name. */
export function breaksOf(
  user: FullUser,
  { groups }: Pick<Directory, 'groups'>,
  uses: {
    readonly sessions: number
    readonly grants: readonly { readonly clientName: string; readonly clientId: string }[]
  },
): readonly string[] {
  const managed = new Set((user.managerOf ?? []).map(({ agentGroupId }) => agentGroupId))
  return [
    words.login(user.loginName),
    ...(isBot(user) && user.allowedAppKeys ? [words.key(user.allowedAppKeys)] : []),
    ...(uses.sessions === 0 ? [] : [words.sessions(uses.sessions)]),
    ...grantNames(uses.grants).map(words.grant),
    ...groups.filter(({ id }) => managed.has(id)).map(({ name }) => words.group(name)),
  ]
}

/** Names of applications that act for somebody, each once. */
export function grantNames(
  grants: readonly { readonly clientName: string; readonly clientId: string }[] = [],
): readonly string[] {
  return [...new Set(grants.map(({ clientName, clientId }) => clientName || clientId))]
}
