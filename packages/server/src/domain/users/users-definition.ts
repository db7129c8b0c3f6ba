import { userBodies } from '@watchword/protocol/api/user.ts'
import { sessionOf } from '#domain/caller.ts'
import type { CheckPasswordPorts } from '#domain/login/attempt.ts'
import { userKind } from './config-object.ts'
import type { ConfigDefinition } from './config-use-cases.ts'
import type { UserValues } from './make-user.ts'
import { proveOwnPassword } from './prove-own-password.ts'
import { readyPasswords } from './ready-passwords.ts'
import type { User } from './user.ts'
import { loadUserNames, type UserNames } from './user-names.ts'
import { loadUsersContext, type UsersContext } from './users-context.ts'
import { usersRules } from './users-rules.ts'

/** Users: contract 1 §4. */
export function usersDefinition(
  ports: CheckPasswordPorts,
): ConfigDefinition<User, UserValues, UsersContext, UserNames> {
  return {
    kind: userKind,
    parse: userBodies.parse,
    // Everybody may try to replace a user: themselves.
    mayTry: (rights, what) =>
      what === 'update' || rights.writesAllUsers || rights.agentUsers || rights.managerUsers,
    loadView: loadUserNames,

    async visibleTo(reads, accountId, rights) {
      if (rights.readsAllUsers) return undefined
      if (!rights.agentUsers && !rights.managerUsers) return (user) => user.id === rights.userId
      const { reach } = await loadUsersContext(reads, accountId, rights, [])
      return reach.mayRead
    },

    async rulesFor({ caller, origin }, rights, items) {
      const passwords = await readyPasswords(ports, {
        accountId: caller.accountId,
        rights,
        items,
        proveOwn: (account, user, { place, input }) =>
          proveOwnPassword(ports, {
            account,
            user,
            oldPassword: input.oldPassword ?? '',
            origin,
            field: `${place}oldPassword`,
          }),
      })
      return usersRules({ rights, passwords, sessionId: sessionOf(caller) })
    },
  }
}
