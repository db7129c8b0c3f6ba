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

const demoManifest = {
  client_name: 'example.demo-app',
  display_name: 'Demo application',
  description: 'To try OAuth 2.0 and OpenID Connect with.',
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  response_types: ['code'],
  redirect_uris: ['http://localhost:3000/callback', 'http://127.0.0.1:3000/callback'],
  post_logout_redirect_uris: ['http://localhost:3000/'],
  scope: 'users:read',
  // It is for clients of both faces, and those of the reference know no page that asks for consent.
  sentinel_consent: false,
} as const

/** The login names of the demo account. */
export const demoLoginNames: readonly string[] = people.map(({ loginName }) => loginName)

/** The four values of the demo's API key. */
export type DemoApiKey = ApiKeySecrets & { readonly keyId: string }

/** The client id and secret of the demo's application. */
export type DemoApplication = { readonly clientId: string; readonly clientSecret: string }

/** What was generated for the demo, before it is made. */
export type DemoSecrets = {
  readonly passwords: ReadonlyMap<string, string>
  readonly apiKey?: DemoApiKey | undefined
  readonly application?: DemoApplication | undefined
}

/**
 * The demo account, one user for each role, an API key for users, and an application. Nobody has a fixed password or secret;
 * those given were generated.
 */
export function demoKickstart({ passwords, apiKey, application }: DemoSecrets): Kickstart {
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
  const applications =
    application === undefined
      ? []
      : [
          {
            ...demoManifest,
            client_id: application.clientId,
            client_secret: application.clientSecret,
          },
        ]
  const account = { id: demoAccountId, name: 'Demo Brand', zone: 'local' }
  return { accounts: [{ ...account, users, apiKeys, applications }] }
}
