import { type Static, Type } from 'typebox'
import { entityBodies } from './entity-bodies.ts'
import { descriptionText, nameText } from './entity-text.ts'
import { flag, ids, integer, list, text } from './input-reader.ts'
import { object, optional, required, requiredOn } from './parse-input.ts'
import { ConfigDate, Ids, selectedSchema } from './response-schema.ts'

/** A permission package within a profile, contract 1 section 5. */
export const PermissionPackage = Type.ReadonlyObject(
  Type.Object({
    id: Type.Integer(),
    isDisplayed: Type.Boolean(),
    featureKeys: Type.Immutable(Type.Array(Type.String())),
    isEnabled: Type.Boolean(),
  }),
)
export type PermissionPackage = Static<typeof PermissionPackage>

/** A profile on the wire, contract 1 section 5: a named selection of packages within one role. */
export const Profile = Type.ReadonlyObject(
  Type.Object({
    id: Type.Integer(),
    deleted: Type.Boolean(),
    name: Type.String(),
    description: Type.Optional(Type.String()),
    roleTypeId: Type.Integer(),
    roleTypeName: Type.Optional(Type.String()),
    dateUpdated: Type.Optional(ConfigDate),
    numOfAssignedUsers: Type.Optional(Type.Integer()),
    permissionPackages: Type.Optional(Type.Immutable(Type.Array(PermissionPackage))),
    permissions: Type.Optional(Ids),
    isAssignedToLPA: Type.Optional(Type.Boolean()),
  }),
)
export type Profile = Static<typeof Profile>

/** A profile cut down by `select`, contract 1 section 4.2. */
export const SelectedProfile = selectedSchema(Profile)

/**
 * What a client may write of a profile, contract 1 section 5.
 *
 * `permissionPackages` may be left out of a create, which then has the role's default; a replacement
 * that forgets them would silently strip permissions and is refused. `permissions` and
 * `isAssignedToLPA` are documented as required, but follow from the packages and the role, so their
 * absence is forgiven.
 */
export const profileFields = {
  name: required(nameText),
  roleTypeId: required(integer(1, 5)),
  description: optional(descriptionText),
  permissionPackages: requiredOn(
    'update',
    list(
      object({
        id: required(integer(1, 99_999)),
        isEnabled: required(flag),
        isDisplayed: optional(flag),
        featureKeys: optional(list(text({ max: 200 }), 100)),
      }),
      1000,
    ),
  ),
  permissions: optional(ids(10_000)),
  isAssignedToLPA: optional(flag),
}

/** The bodies of profiles, contract 1 section 5. */
export const profileBodies = entityBodies(profileFields)
