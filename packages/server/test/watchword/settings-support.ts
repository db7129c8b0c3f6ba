import type { defaultSettings } from '#domain/accounts/settings.ts'
import { call, type SeededAccount, seedAccount, type TestServer } from '../support/test-server.ts'

/** The settings as they are read. */
export type SettingsAnswer = {
  readonly revision: number
  readonly settings: typeof defaultSettings
  readonly set: readonly string[]
}

/** Makes accounts of their own, each with a way to its settings as its administrator, and to what was audited. */
export function startSettings(server: () => TestServer) {
  let accounts = 0
  async function start(settings = {}) {
    accounts += 1
    const acme = await seedAccount(server(), `acme${accounts}`, settings)
    const url = `/api/account/${acme.id}/watchword/settings`
    const { bearer } = acme.users.admin
    const get = async () => (await call(server(), 'GET', url, { bearer })).body as SettingsAnswer
    const patch = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      call(server(), 'PATCH', url, { bearer, body, headers })
    return { acme, url, bearer, get, patch }
  }

  async function audited({ id }: SeededAccount) {
    const events = await server().storage.read.audit.chain(id, 1, 1000)
    return events.map(({ objectType, objectId, element, oldValue, newValue, actor }) => ({
      objectType,
      objectId,
      element,
      oldValue,
      newValue,
      by: actor.loginName,
    }))
  }
  return { start, audited }
}
