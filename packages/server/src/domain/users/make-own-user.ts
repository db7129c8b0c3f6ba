import { DomainError } from '#domain/errors.ts'
import { makeUser, type UserValues } from './make-user.ts'
import type { User } from './user.ts'

/** What users change of themselves (contract 1 §4.5: the core packages). The password is besides. */
const ownMembers: ReadonlySet<string> = new Set(['nickname', 'fullName', 'dateUpdated'])

/**
 * The user that somebody makes of themselves. What they leave out stays, because they may not change it;
 * what they send otherwise must be as it is.
 */
export function makeOwnUser(previous: User, input: UserValues, now: number): User {
  const sent = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined && value !== null),
  )
  const made = makeUser({
    id: previous.id,
    pid: previous.pid,
    input: { ...valuesOf(previous), ...sent },
    previous,
    roles: rolesAsTheyAre,
    now,
  })
  // The root group is for agents who name none; whoever is no agent stays in none.
  const wanted = 'memberOf' in sent ? made : { ...made, memberOf: previous.memberOf }
  const before = new Map(Object.entries(previous))
  const refused = Object.entries(wanted).flatMap(([name, value]) =>
    ownMembers.has(name) || JSON.stringify(value) === JSON.stringify(before.get(name))
      ? []
      : [`${name}: only an administrator changes this`],
  )
  if (refused.length > 0) {
    throw new DomainError(
      'forbidden',
      'Of yourself you may change nickname, fullName and password. An administrator changes the rest.',
      { fields: refused },
    )
  }
  return { ...previous, nickname: wanted.nickname, fullName: wanted.fullName, dateUpdated: now }
}

/** With every role nothing is dropped, so that a difference is seen. */
const rolesAsTheyAre: ReadonlySet<number> = new Set([1, 2, 3, 4])

function valuesOf(user: User): UserValues {
  return {
    ...user,
    memberOf: user.memberOf ?? null,
    pictureId: user.pictureId ?? null,
    pictureUrl: user.pictureUrl ?? null,
    description: user.description ?? null,
    mobileNumber: user.mobileNumber ?? null,
    employeeId: user.employeeId ?? null,
    backgndImgUri: user.backgndImgUri ?? null,
    pnCertName: user.pnCertName ?? null,
    uid: user.uid ?? null,
    allowedAppKeys: user.allowedAppKeys ?? null,
  }
}
