import { type Static, Type } from 'typebox'
import { entityBodies } from './entity-bodies.ts'
import {
  descriptionText,
  emailText,
  loginNameText,
  nameText,
  referenceText,
  urlText,
} from './entity-text.ts'
import {
  entityId,
  flag,
  ids,
  integer,
  list,
  type ParseResult,
  secret,
  text,
} from './input-reader.ts'
import { inputSchema, object, optional, parseInput, required, requiredOn } from './parse-input.ts'
import {
  ConfigDate,
  Ids,
  NamedReference,
  nullableSchema,
  selectedSchema,
} from './response-schema.ts'

/** A user's place in an agent group, contract 1 section 4.3. */
export const GroupMembership = Type.ReadonlyObject(
  Type.Object({
    agentGroupId: Type.Integer(),
    assignmentDate: Type.Optional(ConfigDate),
  }),
)
export type GroupMembership = Static<typeof GroupMembership>

/** A profile as a user's expanded view shows it, contract 1 section 4.3. */
export const ProfileReference = Type.ReadonlyObject(
  Type.Object({ id: Type.Integer(), name: Type.String(), roleTypeId: Type.Integer() }),
)

/**
 * A user on the wire, contract 1 section 4.3. `fullName` and `employeeId` are always empty: they are
 * personal data. No password and no MFA secret has a name here, so none can leave.
 */
export const User = Type.ReadonlyObject(
  Type.Object({
    id: Type.Integer(),
    pid: Type.String(),
    deleted: Type.Boolean(),
    loginName: Type.String(),
    fullName: Type.Optional(Type.String()),
    nickname: Type.Optional(Type.String()),
    isEnabled: Type.Optional(Type.Boolean()),
    disabledManually: Type.Optional(Type.Boolean()),
    maxChats: Type.Optional(Type.Integer()),
    maxAsyncChats: Type.Optional(nullableSchema(Type.Integer())),
    email: Type.Optional(Type.String()),
    skillIds: Type.Optional(Ids),
    profileIds: Type.Optional(Ids),
    lobIds: Type.Optional(Ids),
    memberOf: Type.Optional(nullableSchema(GroupMembership)),
    managerOf: Type.Optional(Type.Immutable(Type.Array(GroupMembership))),
    permissionGroups: Type.Optional(Ids),
    changePwdNextLogin: Type.Optional(Type.Boolean()),
    lastPwdChangeDate: Type.Optional(ConfigDate),
    dateCreated: Type.Optional(ConfigDate),
    dateUpdated: Type.Optional(ConfigDate),
    pictureId: Type.Optional(Type.String()),
    pictureUrl: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
    mobileNumber: Type.Optional(Type.String()),
    employeeId: Type.Optional(Type.String()),
    backgndImgUri: Type.Optional(Type.String()),
    pnCertName: Type.Optional(Type.String()),
    uid: Type.Optional(Type.Integer()),
    isApiUser: Type.Optional(Type.Boolean()),
    userTypeId: Type.Optional(Type.Integer()),
    allowedAppKeys: Type.Optional(Type.String()),
    lpaCreatedUser: Type.Optional(Type.Boolean()),
    skills: Type.Optional(Type.Immutable(Type.Array(NamedReference))),
    profiles: Type.Optional(Type.Immutable(Type.Array(ProfileReference))),
    managedAgentGroups: Type.Optional(Type.Immutable(Type.Array(NamedReference))),
    lobs: Type.Optional(Type.Immutable(Type.Array(NamedReference))),
  }),
)
export type User = Static<typeof User>

/** A user cut down by `select`, contract 1 section 4.2. */
export const SelectedUser = selectedSchema(User)

const groupMembership = object({ agentGroupId: required(entityId) })

/**
 * What a client may write of a user, contract 1 section 4.3.
 *
 * Always: `nickname`, `email` (which may be empty) and `profileIds`. On create besides: `loginName`
 * and `fullName`; on update `loginName` cannot change, and an empty `fullName` leaves the hidden one
 * as it is. On update besides: `isEnabled`, because a replacement that forgets it would silently
 * open or close an account; on create a user without it is enabled. `maxChats` and `memberOf` are
 * for agents alone and `passwordSh` for people alone, which the domain knows.
 */
export const userFields = {
  loginName: requiredOn('create', loginNameText),
  fullName: requiredOn('create', text({ min: 1, max: 100, emptyOnUpdate: true })),
  nickname: required(nameText),
  email: required(emailText),
  profileIds: required(ids(100)),
  isEnabled: requiredOn('update', flag),
  disabledManually: optional(flag),
  pid: optional(referenceText),
  maxChats: optional(integer(0, 1000)),
  maxAsyncChats: optional(integer(0, 1000)),
  skillIds: optional(ids(10_000)),
  lobIds: optional(ids(1000)),
  memberOf: optional(groupMembership),
  managerOf: optional(list(groupMembership, 10_000)),
  permissionGroups: optional(ids(1000)),
  passwordSh: optional(secret(1024)),
  oldPassword: optional(secret(1024)),
  confirmPassword: optional(secret(1024)),
  changePwdNextLogin: optional(flag),
  resetMfaSecret: optional(flag),
  pictureId: optional(referenceText),
  pictureUrl: optional(urlText),
  description: optional(descriptionText),
  mobileNumber: optional(text({ max: 50 })),
  employeeId: optional(text({ max: 100 })),
  backgndImgUri: optional(urlText),
  pnCertName: optional(referenceText),
  uid: optional(entityId),
  isApiUser: optional(flag),
  userTypeId: optional(integer(0, 2)),
  allowedAppKeys: optional(referenceText),
}

/** The bodies of users, contract 1 section 4.1. */
export const userBodies = entityBodies(userFields)

const passwordReset = { newPassword: required(secret(1024)) }

/** Reads the body of a password reset, contract 1 section 4.1. */
export function parsePasswordReset(body: unknown): ParseResult<{ readonly newPassword: string }> {
  return parseInput(passwordReset, body, 'create')
}

/** The body of a password reset, for the published API. */
export const PasswordResetBody = inputSchema(passwordReset, 'create')
