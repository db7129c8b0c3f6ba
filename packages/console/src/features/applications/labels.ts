import { applicationWords } from './messages.ts'

const words = applicationWords.form

/** What the form calls the members of a manifest. */
export const labels: Readonly<Record<string, string>> = {
  client_name: words.clientName,
  display_name: words.displayName,
  description: words.description,
  logo_uri: words.logo,
  redirect_uris: words.redirectUris,
  post_logout_redirect_uris: words.logoutUris,
  scope: words.scopes,
  grant_types: words.grantTypes,
  token_endpoint_auth_method: words.method,
  require_pkce: words.pkce,
  access_token_format: words.format,
  sentinel_consent: words.consent,
  capabilities: words.webhooks,
  enabled_for_profiles: words.told.enabled_for_profiles,
  quick_launch_enabled: words.quickLaunch,
  entry_uri: words.entry,
  secret_readable: words.told.secret,
}
