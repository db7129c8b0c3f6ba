import type { CampaignRow, EngagementRow } from './campaign-rows.ts'
import type {
  ConnectorRow,
  ConnectorUseRow,
  ConsumerEventRow,
  ConsumerLinkRow,
  ConsumerRevocationRow,
  ConsumerRow,
  DelegatedTokenRow,
  RefusedHandshakeRow,
} from './consumer-rows.ts'

export type * from './campaign-rows.ts'
export type * from './consumer-rows.ts'

/**
 * The tables. Portable types only: text, integer (64 bit), so that one store file serves both databases.
 * Times are milliseconds since 1970; booleans are 0 and 1; JSON is text.
 */
export type Schema = {
  instance: { key: string; value: string }
  accounts: AccountRow
  erased_accounts: { id: string; erased_at: number }
  account_keys: { account_id: string; sealed_key: string; created_at: number }
  directory_hosts: {
    scope: string
    scope_id: string
    service: string
    host: string | null
    hidden: number
  }
  users: UserRow
  profiles: ConfigRow
  skills: ConfigRow
  agent_groups: ConfigRow
  lobs: ConfigRow
  user_links: { account_id: string; kind: string; target_id: number; user_id: number }
  user_credentials: CredentialRow
  login_counters: LoginCounterRow
  sessions: SessionRow
  audit_events: AuditRow
  audit_heads: AuditHeadRow
  operator_tokens: OperatorTokenRow
  api_keys: ApiKeyRow
  api_key_uses: ApiKeyUseRow
  refused_requests: RefusedRequestRow
  applications: ApplicationRow
  global_applications: GlobalApplicationRow
  application_uses: ApplicationUseRow
  signing_keys: SigningKeyRow & { account_id: string }
  instance_signing_keys: SigningKeyRow
  authorization_codes: AuthorizationCodeRow
  grants: GrantRow
  access_tokens: AccessTokenRow
  refresh_tokens: RefreshTokenRow
  client_assertions: ClientAssertionRow
  browser_sessions: BrowserSessionRow
  consents: ConsentRow
  account_logos: AccountLogoRow
  connectors: ConnectorRow
  campaigns: CampaignRow
  engagements: EngagementRow
  consumers: ConsumerRow
  delegated_tokens: DelegatedTokenRow
  consumer_revocations: ConsumerRevocationRow
  consumer_links: ConsumerLinkRow
  consumer_events: ConsumerEventRow
  consumer_erasures: { account_id: string; id: string; at: number; receipt: string }
  refused_handshakes: RefusedHandshakeRow
  connector_uses: ConnectorUseRow
  statistics: StatisticRow
  nonces: { timestamp: number; hash: string }
}

/** The five kinds of configuration objects, by table. */
export type ConfigTable = 'users' | 'profiles' | 'skills' | 'agent_groups' | 'lobs'

export type AccountRow = {
  id: string
  name: string
  zone: string
  status: string
  settings: string
  settings_revision: number
  revision: number
  next_object_id: number
  created_at: number
  suspended_at: number | null
}

export type ConfigRow = {
  account_id: string
  id: number
  name_key: string
  deleted: number
  data: string
  updated_at: number
}

export type UserRow = ConfigRow & { full_name_key: string | null }

export type CredentialRow = {
  account_id: string
  user_id: number
  password_hash: string
  changed_at: number
  must_change: number
  history: string
  last_login_at: number | null
}

export type LoginCounterRow = {
  account_id: string
  kind: string
  key_hash: string
  count: number
  window_started_at: number
  locked_until: number | null
  expires_at: number
}

export type SessionRow = {
  account_id: string
  id: string
  user_id: number
  token_hash: string
  cookie_hash: string
  csrf_hash: string
  created_at: number
  expires_at: number
  last_used_at: number
  address: string
  user_agent: string
  method: string
  key_id: string | null
}

export type AuditRow = {
  account_id: string
  sequence: number
  at: number
  object_type: string
  actor_login_name: string
  automatic: number
  lpa: number
  data: string
  hash: string
}

export type AuditHeadRow = {
  account_id: string
  sequence: number
  hash: string
  first_sequence: number
  first_previous_hash: string
  seal: string
}

export type OperatorTokenRow = {
  id: string
  label: string
  token_hash: string
  created_at: number
  expires_at: number | null
}

export type ApiKeyRow = {
  account_id: string
  id: string
  deleted: number
  created_at: number
  data: string
  sealed_secrets: string
  previous_sealed_secrets: string | null
  previous_until: number | null
}

export type ApiKeyUseRow = {
  account_id: string
  key_id: string
  day: number
  kind: string
  name: string
  count: number
  last_at: number
  last_address: string
}

export type RefusedRequestRow = {
  account_id: string
  id: string
  at: number
  key_id: string
  data: string
}

export type ApplicationRow = {
  account_id: string
  id: string
  name_key: string
  deleted: number
  created_at: number
  revision: number
  data: string
  secret_hash: string | null
  sealed_secret: string | null
  previous_secret_hash: string | null
  previous_sealed_secret: string | null
  previous_until: number | null
}

export type GlobalApplicationRow = {
  id: string
  name_key: string
  withdrawn: number
  version: number
  created_at: number
  data: string
}

export type ApplicationUseRow = {
  account_id: string
  client_id: string
  hour: number
  count: number
  last_at: number
}

/** What a code and the grant that it becomes have in common. */
type AuthenticatedColumns = {
  client_id: string
  face: string
  user_id: number
  browser_session_id: string
  auth_time: number
  amr: string
  acr: string | null
  scope: string
  claims: string | null
  nonce: string | null
}

export type AuthorizationCodeRow = AuthenticatedColumns & {
  account_id: string
  code_hash: string
  grant_id: string
  redirect_uri: string
  redirect_uri_sent: number
  code_challenge: string | null
  issued_at: number
  expires_at: number
  spent_at: number | null
}

export type GrantRow = AuthenticatedColumns & {
  account_id: string
  id: string
  created_at: number
  last_used_at: number
  expires_at: number
}

export type AccessTokenRow = {
  account_id: string
  token_hash: string
  client_id: string
  face: string
  grant_id: string | null
  user_id: number | null
  scope: string
  created_at: number
  expires_at: number
}

export type RefreshTokenRow = {
  account_id: string
  token_hash: string
  grant_id: string
  created_at: number
  expires_at: number
  spent_at: number | null
}

export type ClientAssertionRow = {
  account_id: string
  assertion_hash: string
  expires_at: number
}

export type BrowserSessionRow = {
  account_id: string
  id: string
  token_hash: string
  user_id: number
  created_at: number
  auth_time: number
  amr: string
  acr: string | null
  last_used_at: number
  expires_at: number
  extended: number
  address: string
  user_agent: string
}

export type AccountLogoRow = {
  account_id: string
  media_type: string
  base64: string
  version: string
  updated_at: number
}

export type ConsentRow = {
  account_id: string
  user_id: number
  client_id: string
  scopes: string
  created_at: number
  updated_at: number
}

/** Of an account, or of the instance. */
export type SigningKeyRow = {
  kid: string
  purpose: string
  algorithm: string
  created_at: number
  signs_from: number
  signs_until: number | null
  needed_until: number
  public_jwk: string
  sealed_private_key: string
}

export type StatisticRow = {
  account_id: string
  period: string
  dimension: string
  start: number
  name: string
  count: number
  refused: number
  failed: number
}
