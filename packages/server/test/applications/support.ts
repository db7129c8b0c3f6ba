import { randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import pg from 'pg'
import type { AuditEvent } from '#domain/audit/audit-event.ts'
import { call, type SeededAccount, seedAccount, type TestServer } from '../support/test-server.ts'

/** An application as the installation API answers it. */
export type Wire = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly client_id: string
  readonly client_secret?: string
  readonly client_id_issued_at: number
  readonly client_secret_expires_at: number
  readonly enabled: boolean
  readonly deleted: boolean
  readonly first_party: boolean
}

/** A connector's manifest, with every capability of contract 2 section 1.2. */
export const connector = {
  client_name: 'connector',
  grant_types: ['client_credentials'],
  response_types: ['code'],
  scope: 'msg.consumer',
  capabilities: {
    webhooks: {
      'ms.MessagingEventNotification.ContentEvent': {
        endpoint: 'https://brand.example/hook?x=1',
        max_retries: 3,
        headers: [{ header_name: 'X-Brand', header_value: 'acme' }],
      },
      'cqm.ExConversationChangeNotification': { endpoint: 'https://brand.example/hook' },
      retry: { retention_time: 259_200 },
    },
    engagement: {
      design_engagement: false,
      design_window: false,
      language_selection: false,
      entry_point: ['url', 'section'],
      visitor_behavior: ['visited_location', 'cart_items'],
      target_audience: ['ip'],
      goal: ['url'],
      consumer_identity: ['auth'],
    },
  },
} as const

export function installations(accountId: AccountId): string {
  return `/api/account/${accountId}/configuration/app-install/installations`
}

type Options = Parameters<typeof call>[3]

/** An account of its own on a server that runs, and its administrator at the installation API. */
export async function seedApps(server: TestServer): Promise<{
  readonly server: TestServer
  readonly account: SeededAccount
  ask(method: string, path?: string, options?: Options): ReturnType<typeof call>
  install(change?: object): Promise<Wire>
}> {
  const account = await seedAccount(server, `a${randomBytes(6).toString('hex')}`)
  const { bearer } = account.users.admin
  const ask = (method: string, path = '', options: Options = {}) =>
    call(server, method, `${installations(account.id)}${path}`, { bearer, ...options })
  const install = async (change: object = {}) => {
    const made = await ask('POST', '', { body: { ...connector, ...change } })
    if (made.status !== 201) throw new Error(made.text)
    return made.body as Wire
  }
  return { server, account, ask, install }
}

/** What the trail has of applications, oldest first. */
export async function auditTrail(
  { storage }: TestServer,
  accountId: AccountId,
): Promise<readonly AuditEvent[]> {
  const events = await storage.read.audit.chain(accountId, 1, 1000)
  return events.filter(({ objectType }) => objectType === 'ACApplicationObject')
}

/** Everything that the database holds of applications, as text. */
export async function rawTables({ url }: TestServer): Promise<string> {
  const tables = ['applications', 'global_applications', 'audit_events']
  const statements = tables.map((table) => `select * from ${table}`)
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length), { readOnly: true })
    const rows = statements.map((statement) => database.prepare(statement).all())
    database.close()
    return JSON.stringify(rows)
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const rows: unknown[] = []
  for (const statement of statements) rows.push((await client.query(statement)).rows)
  await client.end()
  return JSON.stringify(rows)
}
