import { foundation } from './0001-foundation.ts'
import { apiKeys } from './0002-api-keys.ts'
import { sessionsOfKeys } from './0003-sessions-of-keys.ts'
import { applications } from './0004-applications.ts'
import { signingKeys } from './0005-signing-keys.ts'
import { authorization } from './0006-authorization.ts'
import { browserSessions } from './0007-browser-sessions.ts'
import { connectors } from './0008-connectors.ts'
import { consumers } from './0009-consumers.ts'
import { handshakes } from './0010-handshakes.ts'
import { refreshTokens } from './0011-refresh-tokens.ts'
import { accountLogos } from './0012-account-logos.ts'
import { delegatedTokens } from './0013-delegated-tokens.ts'
import { consumerLinks } from './0014-consumer-links.ts'
import { campaigns } from './0015-campaigns.ts'
import { statistics } from './0016-statistics.ts'
import type { Migration } from './migration.ts'

/** Every migration, oldest first. Entries are added at the end and never changed once released. */
export const migrations: readonly Migration[] = [
  foundation,
  apiKeys,
  sessionsOfKeys,
  applications,
  signingKeys,
  authorization,
  browserSessions,
  connectors,
  consumers,
  handshakes,
  refreshTokens,
  accountLogos,
  delegatedTokens,
  consumerLinks,
  campaigns,
  statistics,
]
