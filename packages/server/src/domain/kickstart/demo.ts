import type { Kickstart } from '@watchword/protocol/api/kickstart.ts'
import type { ApiKeySecrets } from '#domain/api-keys/api-key.ts'

/** The account that `npm start` makes to try things with. */
export const demoAccountId = '12345678'

const people = [
  { loginName: 'admin', fullName: 'Ada Minister', nickname: 'Ada', profile: 'Administrator' },
  { loginName: 'manager', fullName: 'Max Nager', nickname: 'Max', profile: 'Agent Manager' },
  { loginName: 'agent', fullName: 'Alex Gent', nickname: 'Alex', profile: 'Agent' },
  { loginName: 'campaigner', fullName: 'Cam Paine', nickname: 'Cam', profile: 'Campaign Manager' },
] as const

const demoKey = {
  appName: 'Demo server',
  privileges: [
    { data: 'users', type: 'Read' },
    { data: 'users', type: 'Write' },
  ],
} as const

/** The login names of the demo account. */
export const demoLoginNames: readonly string[] = people.map(({ loginName }) => loginName)

/** The four values of the demo's API key. */
export type DemoApiKey = ApiKeySecrets & { readonly keyId: string }

/**
 * The demo account, one user for each role, and an API key for users. Nobody has a fixed password or secret;
 * those given were generated.
 */
export function demoKickstart(
  passwords: ReadonlyMap<string, string>,
  apiKey?: DemoApiKey,
): Kickstart {
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
  const apiKeys = apiKey === undefined ? [] : [{ ...demoKey, ...apiKey }]
  return { accounts: [{ id: demoAccountId, name: 'Demo Brand', zone: 'local', users, apiKeys }] }
}
