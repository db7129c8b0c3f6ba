import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditEvent } from '#domain/audit/audit-event.ts'
import { code } from '../connectors/support.ts'
import { randomId } from '../contract/contract.ts'
import { call, type Role, seedAccount, type TestServer } from '../support/test-server.ts'

export type Wire = { readonly id: number; readonly [member: string]: unknown }

export type Given = {
  readonly body?: unknown
  readonly bearer?: string
  readonly headers?: Readonly<Record<string, string>>
}

export function pathOf(accountId: string): string {
  return `/api/account/${accountId}/configuration/le-campaigns/campaigns`
}

/** An account of its own with a connector of the brand, and a way to ask as its administrator. */
export async function seedCampaigns(server: TestServer) {
  const account = await seedAccount(server, `k${randomId().slice(0, 12)}`)
  const { bearer } = account.users.admin
  const at =
    (path: string) =>
    (method: string, rest = '', given: Given = {}) =>
      call(server, method, `/api/account/${account.id}${path}${rest}`, { bearer, ...given })
  const ask = at('/configuration/le-campaigns/campaigns')
  const connectors = at('/configuration/le-connectors/connectors')
  const preview = at('/watchword/campaigns/preview')
  const must = async (method: string, rest: string, body: unknown, run = ask) => {
    const answer = await run(method, rest, { body })
    if (answer.status > 201) throw new Error(`${answer.status} ${answer.text}`)
    return answer.body as Wire
  }
  const add = (body: object) => must('POST', '?v=3.4', body)
  const addEngagement = (campaignId: number, body: object) =>
    must('POST', `/${campaignId}/engagements?v=3.4`, body)
  const addConnector = (body: object) => must('POST', '', body, connectors)
  const brand = await addConnector(code)
  const anonymous = (await server.storage.read.connectors.list(account.id)).find(
    ({ connector }) => connector.type === 0,
  )
  if (anonymous === undefined) throw new Error('An account has a connector of type 0.')
  return {
    ...{ account, ask, connectors, preview, add, addEngagement, addConnector, must },
    brand: brand.id,
    anonymous: anonymous.connector.id,
    bearerOf: (role: Role) => account.users[role].bearer,
  }
}

export type Seeded = Awaited<ReturnType<typeof seedCampaigns>>

export function fieldsOf(answer: { readonly body: unknown }): readonly string[] {
  const { error } = answer.body as { readonly error?: { readonly fields?: readonly string[] } }
  return error?.fields ?? []
}

/** Lines about campaigns and engagements, oldest first. */
export async function campaignAudit(
  { storage }: TestServer,
  accountId: AccountId,
): Promise<readonly AuditEvent[]> {
  const events = await storage.read.audit.chain(accountId, 1, 1000)
  return events.filter(({ objectType }) => /^AC(?:Campaign|Engagement)Object$/.test(objectType))
}
