/** The pages that the guide shows. `path` is below `/console/{accountId}`; `{userId}` and the like are of the demo. */
export type ShownPage = {
  /** The picture is `docs/guide/img/<name>-<light|dark|phone>.webp`. */
  readonly name: string
  readonly path: string
  /** Buttons to press first, in order, by their visible name. */
  readonly press?: readonly string[]
}

export const pages: readonly ShownPage[] = [
  { name: 'home', path: '' },
  { name: 'campaigns', path: '/campaigns' },
  { name: 'campaign', path: '/campaigns/{campaignId}' },
  { name: 'campaign-preview', path: '/campaigns/preview' },
  { name: 'engagement', path: '/campaigns/{campaignId}/engagements/{engagementId}' },
  { name: 'engagement-new', path: '/campaigns/{campaignId}/engagements/new' },
  { name: 'connectors', path: '/data-sources/connectors' },
  { name: 'connector', path: '/data-sources/connectors/{connectorId}' },
  { name: 'connector-configure', path: '/data-sources/connectors/{connectorId}/configure' },
  { name: 'connector-code', path: '/data-sources/connectors/{connectorId}/code' },
  {
    name: 'connector-debugger',
    path: '/data-sources/connectors/{connectorId}/debugger',
    press: ['signature: '],
  },
  { name: 'connector-new', path: '/data-sources/connectors/new' },
  { name: 'api-keys', path: '/data-sources/api-keys' },
  { name: 'api-key', path: '/data-sources/api-keys/{keyId}' },
  { name: 'api-key-new', path: '/data-sources/api-keys/new' },
  { name: 'api-key-explain', path: '/data-sources/api-keys/explain' },
  { name: 'api-key-migration', path: '/data-sources/api-keys/migration' },
  { name: 'applications', path: '/applications' },
  { name: 'application', path: '/applications/{applicationId}' },
  { name: 'application-install', path: '/applications/install' },
  { name: 'grants', path: '/grants' },
  { name: 'quick-launch', path: '/quick-launch' },
  { name: 'allowed', path: '/allowed' },
  { name: 'users', path: '/users' },
  { name: 'user', path: '/users/{userId}' },
  { name: 'user-new', path: '/users/new' },
  { name: 'users-import', path: '/users/import' },
  { name: 'profiles', path: '/profiles' },
  { name: 'profiles-compare', path: '/profiles/compare' },
  { name: 'profile', path: '/profiles/{profileId}' },
  { name: 'skills', path: '/skills' },
  { name: 'agent-groups', path: '/agent-groups' },
  { name: 'agent-group', path: '/agent-groups/{groupId}' },
  { name: 'lobs', path: '/lobs' },
  { name: 'consumers', path: '/consumers' },
  { name: 'settings', path: '/settings' },
  { name: 'settings-access', path: '/settings/access' },
  { name: 'signing-keys', path: '/signing-keys' },
  { name: 'audit', path: '/audit' },
  { name: 'sessions', path: '/sessions' },
  { name: 'directory', path: '/directory' },
  { name: 'developers', path: '/developers' },
  { name: 'flows', path: '/developers/flows', press: ['Run it'] },
]
