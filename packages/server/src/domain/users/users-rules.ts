import { randomHex } from '#lib/random.ts'
import type { Credential } from '#storage/port.ts'
import type { Change } from './config-change.ts'
import { userKind } from './config-object.ts'
import { type ConfigRules, type Edit, forbidden } from './config-rules.ts'
import type { WriteScope } from './config-writes.ts'
import type { Faults } from './faults.ts'
import { keepUser } from './keep-user.ts'
import { demandHolders, holds } from './last-holder.ts'
import { makeOwnUser } from './make-own-user.ts'
import { makeUser, type UserValues } from './make-user.ts'
import { type ConfigRights, packageOf } from './rights.ts'
import type { User } from './user.ts'
import { checkUser } from './user-rules.ts'
import { loadUsersContext, type UsersContext } from './users-context.ts'

/** A password that was checked and hashed before the write, by where its user stands in the body. */
export type ReadyPasswords = ReadonlyMap<string, Credential>

/** Who writes users, and with which passwords. */
export type UsersWriter = {
  readonly rights: ConfigRights
  readonly passwords: ReadyPasswords
  /** The session that is spared when its user sets a new password of their own. */
  readonly sessionId: string | undefined
}

/** The rules on users, for one caller and one body. */
export function usersRules(writer: UsersWriter): ConfigRules<User, UserValues, UsersContext> {
  const { rights, passwords } = writer
  const isOwn = (user: User | undefined) => user !== undefined && user.id === rights.userId

  function make(
    edit: Edit<User, UserValues>,
    context: UsersContext,
    { now }: WriteScope,
    faults: Faults,
  ): Change<User> {
    const { place, input, previous } = edit
    const made =
      previous !== undefined && isOwn(previous) && !rights.writesAllUsers
        ? makeOwnUser(previous, input, now)
        : makeUser({
            ...edit,
            pid: previous?.pid ?? randomHex(16),
            roles: rolesOf(input, context),
            now,
          })
    const next = withPassword(made, passwords.get(place), isOwn(previous))
    if (!rights.writesAllUsers && !sameKeys(previous, next)) throw forbidden(userKind)
    checkUser({ place, input, previous, next }, context, faults)
    return {
      place,
      previous,
      next,
      notes: passwords.has(place) ? [{ element: 'password', oldValue: '', newValue: '' }] : [],
    }
  }

  return {
    kind: userKind,
    load: ({ tx, account }, inputs) => loadUsersContext(tx, account.id, rights, inputs),
    isVisible: (user, { reach }) => reach.mayRead(user),
    mayEdit: (user, { reach }) => isOwn(user) || reach.mayEdit(user),
    mayRemove: (user, { reach }) => reach.mayEdit(user),
    make,
    checkRemoval: async () => {},
    store: (scope, change) =>
      keepUser(scope, change, {
        credential: passwords.get(change.place),
        byTheUser: isOwn(change.previous),
        sessionId: isOwn(change.previous) ? writer.sessionId : undefined,
      }),
    settle: async ({ tx, account }, changes, { profiles }) => {
      const touched = changes.some(({ previous, next }) => {
        const held = previous !== undefined && holds(previous, packageOf.users, profiles)
        return held && !holds(next, packageOf.users, profiles)
      })
      if (touched) await demandHolders(tx, account.id, [packageOf.users])
    },
  }
}

function rolesOf({ profileIds }: UserValues, { profiles }: UsersContext): ReadonlySet<number> {
  return new Set(
    profileIds.flatMap((id) => {
      const profile = profiles.get(id)
      return profile === undefined ? [] : [profile.roleTypeId]
    }),
  )
}

/** Which key logs a user in is for administrators to say. */
function sameKeys(previous: User | undefined, next: User): boolean {
  return (
    next.isApiUser === (previous?.isApiUser ?? false) &&
    next.allowedAppKeys === previous?.allowedAppKeys
  )
}

/** A password of one's own choice need not be changed again. */
function withPassword(user: User, credential: Credential | undefined, own: boolean): User {
  if (credential === undefined) return user
  return {
    ...user,
    lastPwdChangeDate: credential.changedAt,
    changePwdNextLogin: own ? false : user.changePwdNextLogin,
  }
}
