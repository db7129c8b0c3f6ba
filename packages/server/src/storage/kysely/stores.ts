import type { Reads, Writes } from '../port.ts'
import { createAccessTokenStore } from './access-tokens.ts'
import { createAccountStore } from './accounts.ts'
import { createApiKeyUseStore } from './api-key-uses.ts'
import { createApiKeyStore } from './api-keys.ts'
import { createApplicationUseStore } from './application-uses.ts'
import { createApplicationStore } from './applications.ts'
import { createAuditStore } from './audit.ts'
import { createAuthorizationCodeStore } from './authorization-codes.ts'
import { createBrowserSessionStore } from './browser-sessions.ts'
import { createCampaignStore } from './campaigns.ts'
import { createClientAssertionStore } from './client-assertions.ts'
import { createConfigStore, createUserStore } from './config-objects.ts'
import { createConnectorUseStore } from './connector-uses.ts'
import { createConnectorStore } from './connectors.ts'
import { createConsentStore } from './consents.ts'
import { createConsumerErasureStore } from './consumer-erasures.ts'
import { createConsumerEventStore } from './consumer-events.ts'
import { createConsumerLinkStore } from './consumer-links.ts'
import { createConsumerRevocationStore } from './consumer-revocations.ts'
import { createConsumerStore } from './consumers.ts'
import { createCredentialStore } from './credentials.ts'
import type { Database, Transaction } from './database.ts'
import { createDelegatedTokenStore } from './delegated-tokens.ts'
import { createDirectoryStore } from './directory.ts'
import { createEngagementStore } from './engagements.ts'
import { createGlobalApplicationStore } from './global-applications.ts'
import { createGrantStore } from './grants.ts'
import { createInstanceStore, createOperatorTokenStore } from './instance.ts'
import { createLoginCounterStore } from './login-counters.ts'
import { createLogoStore } from './logos.ts'
import { createRefreshTokenStore } from './refresh-tokens.ts'
import { createRefusedHandshakeStore } from './refused-handshakes.ts'
import { createRefusedRequestStore } from './refused-requests.ts'
import { createSessionStore } from './sessions.ts'
import { createSigningKeyStore } from './signing-keys.ts'
import { createStatisticStore } from './statistics.ts'
import { createUserLinkStore } from './user-links.ts'

/** Every store over a connection that reads. */
export function createReads(database: Database): Reads {
  return createStores({ ...database, announce: refuseToAnnounce })
}

/** Every store inside one transaction. */
export function createWrites(transaction: Transaction): Writes {
  return { ...createStores(transaction), announce: transaction.announce }
}

function createStores(database: Transaction): Omit<Writes, 'announce'> {
  return {
    accounts: createAccountStore(database),
    directory: createDirectoryStore(database),
    users: createUserStore(database),
    profiles: createConfigStore(database, 'profiles'),
    skills: createConfigStore(database, 'skills'),
    agentGroups: createConfigStore(database, 'agent_groups'),
    lobs: createConfigStore(database, 'lobs'),
    userLinks: createUserLinkStore(database),
    credentials: createCredentialStore(database),
    loginCounters: createLoginCounterStore(database),
    sessions: createSessionStore(database),
    audit: createAuditStore(database),
    operatorTokens: createOperatorTokenStore(database),
    instance: createInstanceStore(database),
    apiKeys: createApiKeyStore(database),
    apiKeyUses: createApiKeyUseStore(database),
    refusedRequests: createRefusedRequestStore(database),
    applications: createApplicationStore(database),
    globalApplications: createGlobalApplicationStore(database),
    applicationUses: createApplicationUseStore(database),
    codes: createAuthorizationCodeStore(database),
    signingKeys: createSigningKeyStore(database),
    grants: createGrantStore(database),
    accessTokens: createAccessTokenStore(database),
    refreshTokens: createRefreshTokenStore(database),
    clientAssertions: createClientAssertionStore(database),
    browserSessions: createBrowserSessionStore(database),
    consents: createConsentStore(database),
    logos: createLogoStore(database),
    connectors: createConnectorStore(database),
    campaigns: createCampaignStore(database),
    engagements: createEngagementStore(database),
    consumers: createConsumerStore(database),
    delegatedTokens: createDelegatedTokenStore(database),
    consumerRevocations: createConsumerRevocationStore(database),
    consumerLinks: createConsumerLinkStore(database),
    consumerEvents: createConsumerEventStore(database),
    consumerErasures: createConsumerErasureStore(database),
    refusedHandshakes: createRefusedHandshakeStore(database),
    connectorUses: createConnectorUseStore(database),
    statistics: createStatisticStore(database),
  }
}

async function refuseToAnnounce(): Promise<never> {
  throw new Error('Only a transaction announces.')
}
