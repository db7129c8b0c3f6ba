import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Data Sources',
  lead: 'Where the account learns who somebody is: identity providers that vouch for consumers, and keys that vouch for servers.',
  tabs: 'Data sources',
  connectors: 'Connectors',
  apiKeys: 'API',
  keywords: 'identity provider authentication server oidc oauth keys',
}

export const dataSourceWords = wordsOf({ en })
