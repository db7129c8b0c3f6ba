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
  const applications = new Set(
    uses.grants.map(({ clientName, clientId }) => clientName || clientId),
  )
  return [
    words.login(user.loginName),
    ...(isBot(user) && user.allowedAppKeys ? [words.key(user.allowedAppKeys)] : []),
    ...(uses.sessions === 0 ? [] : [words.sessions(uses.sessions)]),
    ...[...applications].map(words.grant),
    ...groups.filter(({ id }) => managed.has(id)).map(({ name }) => words.group(name)),
  ]
}
