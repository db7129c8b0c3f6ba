import { type ConnectorValues, newValues } from './form-values.ts'
import type { Method } from './method.ts'

/** Who talks in the picture of a flow, from left to right. */
export const lanes = ['page', 'provider', 'watchword'] as const
export type Lane = (typeof lanes)[number]

/** What each step is called in the words of the feature. */
export type StepName =
  | 'challenge'
  | 'logIn'
  | 'logInPkce'
  | 'idTokenToPage'
  | 'codeToPage'
  | 'idToken'
  | 'code'
  | 'codeAndVerifier'
  | 'fetchKeys'
  | 'pastedKey'
  | 'redeem'
  | 'redeemed'
  | 'redeemedAndKept'
  | 'consumerToken'
  | 'askAnonymous'
  | 'anonymousToken'
  | 'showAnonymous'
  | 'anonymousConsumer'
  | 'link'
  | 'logInByLink'
  | 'codeToCallback'
  | 'redeemForApis'
  | 'tokensForBots'

export type Step = {
  readonly name: StepName
  readonly from: Lane
  readonly to: Lane
  /** What goes over the wire, by its name there. */
  readonly wire: string
  /** Happens now and then, not for each consumer. */
  readonly dashed?: boolean
}

type Told = Pick<
  ConnectorValues,
  'method' | 'jwtValidationType' | 'delegationEnabled' | 'encryptionRequired'
>

const step = (name: StepName, from: Lane, to: Lane, wire: string): Step => ({
  ...{ name, from, to, wire },
})

/** The steps of the way in that was chosen, in their order. */
export function stepsOf(told: Told): readonly Step[] {
  return builders[told.method](told)
}

/** The steps of a method, as it is when nothing else is chosen. */
export function plainStepsOf(method: Method): readonly Step[] {
  return stepsOf({ ...newValues, method })
}

const builders: Readonly<Record<Method, (told: Told) => readonly Step[]>> = {
  implicit: (told) => [
    step('logIn', 'page', 'provider', 'authorize'),
    step('idTokenToPage', 'provider', 'page', tokenOf(told)),
    step('idToken', 'page', 'watchword', tokenOf(told)),
    keysOf(told),
    step('consumerToken', 'watchword', 'page', 'token'),
  ],
  code: (told) => [
    step('logIn', 'page', 'provider', 'authorize'),
    step('codeToPage', 'provider', 'page', 'code'),
    step('code', 'page', 'watchword', 'code'),
    ...exchange(told, 'code + secret'),
    step('consumerToken', 'watchword', 'page', 'token'),
  ],
  pkce: (told) => [
    step('challenge', 'watchword', 'page', 'code_challenge'),
    step('logInPkce', 'page', 'provider', 'code_challenge'),
    step('codeToPage', 'provider', 'page', 'code'),
    step('codeAndVerifier', 'page', 'watchword', 'code, code_verifier'),
    ...exchange(told, 'code_verifier'),
    step('consumerToken', 'watchword', 'page', 'token'),
  ],
  delegation: () => [
    step('link', 'watchword', 'page', 'url'),
    step('logInByLink', 'page', 'provider', 'authorize'),
    step('codeToCallback', 'provider', 'watchword', 'redirectCode'),
    step('redeemForApis', 'watchword', 'provider', 'code'),
    step('tokensForBots', 'provider', 'watchword', 'access_token'),
  ],
  anonymous: () => [
    step('askAnonymous', 'page', 'watchword', 'anonymous/authorize'),
    step('anonymousToken', 'watchword', 'page', 'token'),
    step('showAnonymous', 'page', 'watchword', 'id_token'),
    step('anonymousConsumer', 'watchword', 'page', 'token, acr 0'),
  ],
}

function exchange(told: Told, sent: string): readonly Step[] {
  const { delegationEnabled } = told
  return [
    step('redeem', 'watchword', 'provider', sent),
    delegationEnabled
      ? step('redeemedAndKept', 'provider', 'watchword', 'id_token, access_token')
      : step('redeemed', 'provider', 'watchword', tokenOf(told)),
    keysOf(told),
  ]
}

function tokenOf({ encryptionRequired }: Told): string {
  return encryptionRequired ? 'id_token (JWE)' : 'id_token'
}

function keysOf({ jwtValidationType }: Told): Step {
  return jwtValidationType === 'PUBLIC_JWT_KEY'
    ? step('pastedKey', 'watchword', 'watchword', 'jwtPublicKey')
    : { ...step('fetchKeys', 'watchword', 'provider', 'JWKS'), dashed: true }
}
