import type { Kickstart } from '@watchword/protocol/api/kickstart.ts'

/** The account that `npm start` makes to try things with. */
export const demoAccountId = '12345678'

const people = [
  { loginName: 'admin', fullName: 'Ada Minister', nickname: 'Ada', profile: 'Administrator' },
  { loginName: 'manager', fullName: 'Max Nager', nickname: 'Max', profile: 'Agent Manager' },
  { loginName: 'agent', fullName: 'Alex Gent', nickname: 'Alex', profile: 'Agent' },
  { loginName: 'campaigner', fullName: 'Cam Paine', nickname: 'Cam', profile: 'Campaign Manager' },
] as const

/** The login names of the demo account. */
export const demoLoginNames: readonly string[] = people.map(({ loginName }) => loginName)

/** The demo account, one user for each role. Nobody has a fixed password; those given were generated. */
export function demoKickstart(passwords: ReadonlyMap<string, string>): Kickstart {
  const users = people.map(({ loginName, fullName, nickname, profile }) => {
    const password = passwords.get(loginName)
    return {
      loginName,
      fullName,
      nickname,
      email: `${loginName}@brand.example`,
      profiles: [profile],
      ...(password === undefined ? {} : { password }),
      ...(profile === 'Agent Manager' ? { managerOf: [{ agentGroupId: -1 }] } : {}),
    }
  })
  return { accounts: [{ id: demoAccountId, name: 'Demo Brand', zone: 'local', users }] }
}
