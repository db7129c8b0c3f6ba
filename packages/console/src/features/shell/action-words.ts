import { wordsOf } from '#messages/catalogue.ts'

const en = {
  pages: 'Pages',
  actions: 'Do',
  found: 'Found',
  kinds: { user: 'User', apiKey: 'API key', application: 'Application', connector: 'Connector' },
  createUser: 'Create a user',
  createUserWords: 'add new colleague agent bot',
  createKey: 'Create an API key',
  createKeyWords: 'add new oauth 1.0 signature server',
  installApplication: 'Install an application',
  installApplicationWords: 'add new create oauth client manifest',
  addConnector: 'Add a connector',
  addConnectorWords: 'new create identity provider customers login',
  createCampaign: 'Create a campaign',
  createCampaignWords: 'add new engagement',
  explain: 'Find out why a consumer was refused',
  explainWords: 'debug token id_token handshake',
  explainKey: 'Find out why a signature was refused',
  explainKeyWords: 'debug oauth 1.0 base string api key',
  runFlow: 'Run a flow and see its steps',
  runFlowWords: 'try token client credentials discovery',
  reference: 'Read the API reference',
  referenceWords: 'docs openapi documentation',
  signOut: 'Sign out',
  signOutWords: 'log out leave',
}

/** What the command palette can do; loaded with it. */
export const actionWords = wordsOf({ en })
