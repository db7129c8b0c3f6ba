import type { AuditActor, AuditEntry } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { call, type SeededAccount, seedAccount, type TestServer } from '../support/test-server.ts'

/** An audit entry of which only some members matter. */
export function entry(
  given: Partial<Omit<AuditEntry, 'actor'>> & { readonly actor?: Partial<AuditActor> } = {},
): AuditEntry {
  return {
    at: Date.UTC(2026, 0, 15, 12),
    action: 'Edit',
    objectType: 'ACUserObject',
    objectId: '17',
    objectName: 'jane',
    element: 'nickname',
    oldValue: 'old',
    newValue: 'new',
    requestId: 'req-1',
    automatic: false,
    ...given,
    actor: {
      kind: 'user',
      userId: 5,
      loginName: 'admin',
      fullName: 'Full admin',
      employeeId: 'E5',
      profiles: ['Administrator'],
      authType: 'bearer',
      userAgent: 'test',
      address: '127.0.0.1',
      isLpa: false,
      ...given.actor,
    },
  }
}

/** Records entries, each in a transaction of its own or all in one. */
export async function record(
  { storage, dataKeys }: Pick<TestServer, 'storage' | 'dataKeys'>,
  { id }: Pick<SeededAccount, 'id'>,
  entries: readonly AuditEntry[],
): Promise<void> {
  await storage.write((tx) => recordAudit({ dataKeys, tx }, id, entries))
}

export const auditPath = (account: string) => `/api/account/${account}/configuration/metadata/audit`

/** Makes accounts of their own, each with a way to query its trail as its administrator. */
export function startAuditQueries(server: () => TestServer) {
  let accounts = 0
  return async () => {
    accounts += 1
    const acme = await seedAccount(server(), `acme${accounts}`)
    const query = (text: string, variables?: unknown, bearer = acme.users.admin.bearer) =>
      call(server(), 'POST', auditPath(acme.id), { bearer, body: { query: text, variables } })
    return { acme, query }
  }
}
