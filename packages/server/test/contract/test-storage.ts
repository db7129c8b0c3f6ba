import { after, before, describe } from 'node:test'
import type { Storage } from '#storage/port.ts'
import type { TestDatabase } from '../support/storages.ts'
import { testAccounts } from './accounts.ts'
import { testAnnouncements } from './announcements.ts'
import { testApplications } from './applications.ts'
import { testAudit } from './audit.ts'
import { testAuthorization } from './authorization.ts'
import { testBrowserSessions } from './browser-sessions.ts'
import { testCampaigns } from './campaigns.ts'
import { testConfigObjects } from './config-objects.ts'
import { testConnectors } from './connectors.ts'
import { testConsumerLinks } from './consumer-links.ts'
import { testConsumers } from './consumers.ts'
import { testDelegatedTokens } from './delegated-tokens.ts'
import { testErasure } from './erasure.ts'
import { testHandshakes } from './handshakes.ts'
import { testInstance } from './instance.ts'
import { testLogin } from './login.ts'
import { testSessions } from './sessions.ts'
import { testSigningKeys } from './signing-keys.ts'
import { testStatistics } from './statistics.ts'
import { testTransactions } from './transactions.ts'
import { testUsers } from './users.ts'

/**
 * The storage contract: every sentence of `storage/port.ts`, over one kind of database. An adapter's own
 * test is one call of this.
 */
export function testStorage(name: string, open: () => Promise<TestDatabase>): void {
  describe(`the storage contract on ${name}`, () => {
    let database: TestDatabase | undefined
    let storage: Storage | undefined
    const others: TestDatabase[] = []
    before(async () => {
      database = await open()
      storage = await database.open()
    })
    after(async () => {
      for (const other of [...others, database]) await other?.remove()
    })
    const contract = {
      storage: () => present(storage),
      another: () => present(database).open(),
      fresh: async () => {
        const other = await open()
        others.push(other)
        return other
      },
    }
    testAccounts(contract)
    testErasure(contract)
    testConfigObjects(contract)
    testUsers(contract)
    testLogin(contract)
    testSessions(contract)
    testBrowserSessions(contract)
    testAuthorization(contract)
    testConsumers(contract)
    testDelegatedTokens(contract)
    testConsumerLinks(contract)
    testHandshakes(contract)
    testStatistics(contract)
    testAudit(contract)
    testInstance(contract)
    testApplications(contract)
    testConnectors(contract)
    testCampaigns(contract)
    testSigningKeys(contract)
    testTransactions(contract)
    testAnnouncements(contract)
  })
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The suite was not started.')
  return value
}
