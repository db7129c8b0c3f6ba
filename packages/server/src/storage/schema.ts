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
