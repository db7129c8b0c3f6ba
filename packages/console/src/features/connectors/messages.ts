import { counted, wordsOf } from '#messages/catalogue.ts'
import type { Health } from './health.ts'
import type { Method } from './method.ts'

const en = {
  title: 'Connectors',
  one: 'Connector',
  lead: 'A way in for consumers. One is there for anonymous consumers; each identity provider of the brand gets one of its own.',
  add: 'New connector',
  debug: 'Debug a token',
  preferred: 'Preferred',
  noIssuer: 'Nobody vouches for these consumers',
  delegationIssuer: 'Tokens for the brand’s APIs alone',
  methods: {
    implicit: 'Implicit',
    code: 'Code',
    pkce: 'Code + PKCE',
    delegation: 'Delegation only',
    anonymous: 'Unauthenticated',
  } satisfies Record<Method, string>,
  health: {
    unused: 'Not used yet',
    working: 'Working',
    doubtful: 'Last one refused',
    failing: 'Nobody gets in',
    down: 'Provider does not answer',
  } satisfies Record<Health, string>,
  lastSuccess: 'Last success',
  lastFailure: 'Last failure',
  onlyAnonymous: {
    title: 'Let your customers be recognised',
    lead: 'So far consumers can only come anonymously. Connect the server that your customers log in at, and agents see who they talk to, on every device.',
  },
  tabs: {
    label: 'This connector',
    status: 'Status',
    configure: 'Configure',
    code: 'Code for your page',
    debugger: 'Debugger',
  },
  id: 'Connector id',
  remove: {
    button: 'Delete',
    title: (name: string) => `Delete ${name}?`,
    lead: 'Consumers keep their identity and their history. The secret is dropped, and the id is not used again. This cannot be undone.',
    breaks: {
      pages: (name: string) => `Pages whose conversation window comes in by ${name}`,
      came: (count: number) =>
        `${counted(count, 'consumer login', 'consumer logins')} like those of the last 30 days`,
    },
    action: 'Delete connector',
    inUse: {
      title: (name: string) => `${name} is in use`,
      lead: 'Consumers come in by it through these engagements. Give them another connector, or delete them, first.',
    },
  },
}

export const connectorWords = wordsOf({ en })
