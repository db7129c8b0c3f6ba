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
export const PasswordLogin = Type.ReadonlyObject(
  Type.Object({ username: Type.String(), password: Type.String() }),
)
export type PasswordLogin = Static<typeof PasswordLogin>

/** A bot's login with what its key is made of, contract 1 section 2.3. Further members are ignored. */
export const BotLogin = Type.ReadonlyObject(
  Type.Object({
    username: Type.String({ description: 'The login name of an API user' }),
    appKey: Type.String({
      description: 'The App key of an API key, or the `client_id` of an application',
    }),
    secret: Type.String({ description: 'Its secret, or the `client_secret`' }),
    accessToken: Type.String({ description: 'Its access token; of an application any text' }),
    accessTokenSecret: Type.String({
      description: 'Its access token secret; of an application any text',
    }),
    password: Type.Optional(Type.Null({ description: 'A bot has none' })),
  }),
)
export type BotLogin = Static<typeof BotLogin>

/** What is sent to log in: one of the two, never a mixture. */
export const LoginRequest = Type.Unsafe<PasswordLogin | BotLogin>({
  anyOf: [PasswordLogin, BotLogin],
})
export type LoginRequest = PasswordLogin | BotLogin

/**
 * Whether a body is meant as a bot's login: it names a key, or it has a secret where a password should be. To be
 * asked before the body is validated, so that the faults that are told are those of the form that was meant.
 */
export function isMeantForBot(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  const sent: Readonly<Record<string, unknown>> = { ...body }
  const has = (name: string) => sent[name] !== undefined && sent[name] !== null
  return has('appKey') || (!('password' in sent) && botMembers.some(has))
}

const botMembers = ['secret', 'accessToken', 'accessTokenSecret']

/** Whether a body that was validated is a bot's login. */
export function isBotLogin(body: LoginRequest): body is BotLogin {
  return isMeantForBot(body)
}

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
