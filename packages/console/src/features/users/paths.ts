/** Where users, and what they refer to, are configured. */
export const configPath = '/api/account/{accountId}/configuration/le-users'
/** Where our own resources are. */
export const ownPath = '/api/account/{accountId}/watchword'
