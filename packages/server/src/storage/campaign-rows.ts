/** Rows of campaigns and engagements. Part of the schema. */
export type CampaignRow = {
  account_id: string
  id: number
  name_key: string
  deleted: number
  revision: number
  created_at: number
  updated_at: number
  data: string
}

export type EngagementRow = {
  account_id: string
  id: number
  campaign_id: number
  name_key: string
  deleted: number
  /** Of the engagement itself. */
  revision: number
  connector_id: number | null
  skill_id: number | null
  created_at: number
  updated_at: number
  data: string
  carried: string
}
