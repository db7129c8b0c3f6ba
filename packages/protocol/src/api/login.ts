import { type Static, Type } from 'typebox'
import { AgentGroup } from './agent-group.ts'

/** The Login Service on the wire, contract 1 section 2. */

/** The account in the path. Which texts can be one is checked behind it, so that all others are answered alike. */
export const LoginParams = Type.ReadonlyObject(
  Type.Object({ accountId: Type.String({ description: 'The account id' }) }),
)

/** `v` of login, refresh and logout: every number is taken, contract 1 section 2.1 and contract 4, row 5. */
export const LoginQuery = Type.ReadonlyObject(
  Type.Object({
    v: Type.Optional(
      Type.String({ pattern: '^[0-9]{1,4}(\\.[0-9]{1,4})?$', description: 'Version; 1.3' }),
    ),
  }),
)

/** A user's login, contract 1 section 2.2. Further members are ignored. */
export const LoginRequest = Type.ReadonlyObject(
  Type.Object({ username: Type.String(), password: Type.String() }),
)
export type LoginRequest = Static<typeof LoginRequest>

/** The body of refresh and logout, contract 1 section 2.6. A missing one is refused like a wrong one. */
export const SessionRequest = Type.Unsafe<{ readonly csrf?: string | null } | null>({
  type: ['object', 'null'],
  properties: { csrf: { type: ['string', 'null'], description: '`csrf` of the login' } },
})

/** The change of an expired password, contract README "login refused after a correct password". */
export const PasswordChangeRequest = Type.ReadonlyObject(
  Type.Object({
    username: Type.String(),
    oldPassword: Type.String(),
    newPassword: Type.String(),
  }),
  { additionalProperties: false },
)
export type PasswordChangeRequest = Static<typeof PasswordChangeRequest>

const config = Type.ReadonlyObject(
  Type.Object({
    loginName: Type.String(),
    userId: Type.String({ description: 'A number, as text' }),
    userPid: Type.String(),
    userPrivileges: Type.Immutable(
      Type.Array(Type.Integer(), { description: 'Ids of the enabled permission packages' }),
    ),
    serverCurrentTime: Type.Integer({ description: 'Milliseconds since 1970' }),
    timeDiff: Type.Integer({
      description: 'Milliseconds that the account’s clock is ahead of the server’s',
    }),
    serverTimeZoneName: Type.String(),
    serverTimeGMTDiff: Type.Integer({
      description: 'Milliseconds that the server’s clock is ahead of UTC',
    }),
    isLPA: Type.Boolean(),
    isAdmin: Type.Boolean(),
    accountTimeZoneId: Type.String({ description: 'IANA name' }),
  }),
)

const serviceUri = Type.ReadonlyObject(
  Type.Object({ account: Type.String(), baseURI: Type.String(), service: Type.String() }),
)

const group = Type.ReadonlyObject(
  Type.Object({
    id: AgentGroup.properties.id,
    deleted: AgentGroup.properties.deleted,
    name: AgentGroup.properties.name,
  }),
)

/** The answer to a login, contract 1 section 2.4. */
export const LoginAnswer = Type.ReadonlyObject(
  Type.Object({
    csrf: Type.String(),
    wsuk: Type.String({ description: '18 decimal digits' }),
    config,
    csdsCollectionResponse: Type.ReadonlyObject(
      Type.Object({ baseURIs: Type.Immutable(Type.Array(serviceUri)) }),
    ),
    accountData: Type.ReadonlyObject(
      Type.Object({
        agentGroupsData: Type.ReadonlyObject(
          Type.Object({ items: Type.Immutable(Type.Array(group)), revision: Type.Integer() }),
        ),
      }),
    ),
    sessionTTl: Type.String({ description: 'Milliseconds until the session ends, as text' }),
    bearer: Type.String({ description: 'For `Authorization: Bearer …`' }),
    sessionId: Type.String({ description: 'The value of the session cookie' }),
  }),
)
export type LoginAnswer = Static<typeof LoginAnswer>

/** The answer to refresh and logout: nothing. */
export const EmptyAnswer = Type.Unsafe<undefined>({ type: 'null', description: 'Empty' })
