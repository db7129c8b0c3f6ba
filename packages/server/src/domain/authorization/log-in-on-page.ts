import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { BrowserSession } from '#domain/browser-sessions/browser-session.ts'
import {
  type AuthenticationMethod,
  openBrowserSession,
} from '#domain/browser-sessions/open-browser-session.ts'
import type { CheckPasswordPorts } from '#domain/login/attempt.ts'
import { changeExpiredPassword } from '#domain/login/change-expired-password.ts'
import { comparePassword, settleAttempt } from '#domain/login/check-password.ts'
import { countSuccess } from '#domain/login/login-counters.ts'
import { renewHash } from '#domain/login/renew-hash.ts'
import { randomHex } from '#lib/random.ts'

/**
 * The factors by which somebody may have proved who they are, as tokens tell it: `amr` by RFC 8176, and the class
 * that they amount to. A second factor becomes a second step of the login, and a class of its own.
 */
const byPassword: AuthenticationMethod = { amr: ['pwd'], acr: 'urn:watchword:acr:password' }

/** Every class of login that there is, the weakest first: `acr_values_supported` of discovery. */
export const acrValuesSupported: readonly string[] = ['urn:watchword:acr:password']

/** What somebody typed into the login page. */
export type PageLogin = {
  readonly accountId: AccountId
  readonly loginName: string
  readonly password: string
  readonly origin: { address: string; userAgent: string; requestId: string }
  /** The session cookie that the browser showed. */
  readonly previousToken: string | undefined
}

/** A login on the page: the value of its cookie, which nobody else keeps. */
export type OpenedOnPage = { readonly token: string; readonly session: BrowserSession }

/**
 * Logs a user in on the hosted page, by the same rules, counters, refusals and cost as the Login Service; what
 * opens is a browser session.
 */
export async function logInOnPage(
  ports: CheckPasswordPorts,
  login: PageLogin,
): Promise<OpenedOnPage> {
  const { accountId, loginName, password, origin, previousToken } = login
  const compared = await comparePassword(ports, { accountId, loginName, password, origin })
  const token = randomHex(32)
  const session = await settleAttempt(ports, compared, {
    act: async (tx, proven) => {
      const { account, user, keys, now } = proven
      await countSuccess(tx, { accountId: account.id, keys, now })
      await tx.credentials.noteLogin(account.id, user.id, now)
      const opening = { ...byPassword, token, previousToken }
      return openBrowserSession({ ...ports, tx }, proven, opening)
    },
  })
  ports.statistics.count(accountId, 'login', 'page', 'served')
  await renewHash(ports, compared, password)
  return { token, session }
}

/** Changes a password that has expired or must be changed, against the old one, and logs in with the new one. */
export async function changePasswordOnPage(
  ports: CheckPasswordPorts,
  login: PageLogin,
  newPassword: string,
): Promise<OpenedOnPage> {
  await changeExpiredPassword(ports, login, newPassword)
  return logInOnPage(ports, { ...login, password: newPassword })
}
