import type { DemoServer } from '../../server/test/support/demo-server.ts'
import type { Call } from './demo-call.ts'

type Installed = { readonly client_id: string; readonly client_secret: string }

const users = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] }
const manifests = [
  {
    ...users,
    client_name: 'com.example.orders',
    display_name: 'Orders',
    description: 'Shows a customer’s orders beside the conversation.',
    redirect_uris: ['https://orders.example/callback'],
    scope: 'users:read skills:read',
    quick_launch_enabled: true,
    entry_uri: 'https://orders.example/start',
  },
  {
    ...users,
    client_name: 'com.example.pocket',
    display_name: 'Pocket agent',
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    redirect_uris: ['com.example.pocket:/callback'],
    quick_launch_enabled: true,
    entry_uri: 'https://pocket.example',
    enabled_for_profiles: [],
  },
]
const bot = {
  client_name: 'com.example.crm-bot',
  display_name: 'CRM bot',
  description: 'Writes notes into the CRM.',
  grant_types: ['client_credentials'],
  scope: 'msg.consumer users:read',
  capabilities: {
    webhooks: { 'cqm.ExConversationChangeNotification': { endpoint: 'https://crm.example/hook' } },
  },
}

/** Applications of each kind, one of which calls; answers its id. */
export async function addApplications(call: Call, server: DemoServer): Promise<string> {
  const path = '/configuration/app-install/installations?v=1.0'
  for (const manifest of manifests) await call('POST', path, manifest)
  const installed = await call<Installed>('POST', path, bot)
  for (let count = 0; count < 24; count += 1) await callAs(server, installed)
  return installed.client_id
}

async function callAs({ origin, accountId }: DemoServer, { client_id, client_secret }: Installed) {
  const answer = await fetch(`${origin}/oidc/${accountId}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${client_id}:${client_secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'users:read' }),
  })
  const { access_token } = (await answer.json()) as { readonly access_token: string }
  await fetch(`${origin}/api/account/${accountId}/configuration/le-users/users?v=6.0`, {
    headers: { authorization: `Bearer ${access_token}` },
  })
}
