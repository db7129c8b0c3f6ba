import type { LoginAnswer } from '@watchword/protocol/api/login.ts'
import { roleTypeIds } from '@watchword/protocol/api/permission-packages.ts'
import type { LoggedIn } from '#domain/login/log-in.ts'
import { randomInteger } from '#lib/random.ts'
import { offsetAt } from '#lib/time-zone.ts'

/** The server's clock is UTC, wherever its machine stands. */
const serverTimeZone = 'UTC'

/** A login as the reference tells it (contract 1 section 2.4). */
export function loginAnswer(login: LoggedIn): LoginAnswer {
  const { secrets, account, agentGroups, services, expiresAt, now } = login
  return {
    csrf: secrets.csrf,
    wsuk: randomDigits(),
    config: configOf(login),
    csdsCollectionResponse: { baseURIs: [...services] },
    accountData: {
      agentGroupsData: {
        items: agentGroups.map(({ id, deleted, name }) => ({ id, deleted, name })),
        revision: account.revision,
      },
    },
    sessionTTl: String(expiresAt - now),
    bearer: secrets.bearer,
    sessionId: secrets.cookie,
  }
}

function configOf({ user, profiles, settings, now }: LoggedIn): LoginAnswer['config'] {
  const packages = new Set(profiles.flatMap(({ enabledPackages }) => enabledPackages))
  return {
    loginName: user.loginName,
    userId: String(user.id),
    userPid: user.pid,
    userPrivileges: [...packages].sort((a, b) => a - b),
    serverCurrentTime: now,
    timeDiff: offsetAt(now, settings.timeZone),
    serverTimeZoneName: serverTimeZone,
    serverTimeGMTDiff: 0,
    isLPA: user.lpaCreatedUser,
    isAdmin: profiles.some(({ roleTypeId }) => roleTypeId === roleTypeIds.administrator),
    accountTimeZoneId: settings.timeZone,
  }
}

/** 18 decimal digits, the first of them not 0. The reference does not say what they are for. */
function randomDigits(): string {
  const half = () => randomInteger(100_000_000, 1_000_000_000)
  return `${half()}${half()}`
}
