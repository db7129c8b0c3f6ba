/** Rows of connectors and consumers. Part of the schema; its conventions hold here too. */

export type ConnectorRow = {
  account_id: string
  id: number
  name_key: string
  deleted: number
  revision: number
  created_at: number
  updated_at: number
  data: string
  sealed_secret: string | null
}

export type ConsumerRow = {
  account_id: string
  id: string
  kind: string
  created_at: number
  last_seen_at: number
  vouched_at: number
  profile_hash: string | null
  sealed_profile: string | null
  sealed_attributes: string | null
  logged_out_at: number | null
  expires_at: number | null
}

export type ConsumerLinkRow = {
  account_id: string
  id: string
  from_id: string
  to_id: string
  linked_at: number
  unlinked_at: number | null
  sealed_provenance: string
}

export type ConsumerEventRow = {
  account_id: string
  sequence: number
  at: number
  type: string
  consumer_id: string | null
  to_id: string | null
  session: string | null
}

export type RefusedHandshakeRow = {
  account_id: string
  id: string
  at: number
  /** 0: one that does not exist. */
  connector_id: number
  proven: number
  data: string
}

export type ConnectorUseRow = {
  account_id: string
  connector_id: number
  day: number
  kind: string
  name: string
  count: number
  last_at: number
}

export type ConsumerRevocationRow = {
  account_id: string
  subject: string
  revoked_before: number
  expires_at: number
}

export type DelegatedTokenRow = {
  account_id: string
  consumer_id: string
  conversation_id: string
  connector_id: number
  sealed: string
  access_expires_at: number | null
  kept_until: number
  updated_at: number
  renewed_until: number
}
