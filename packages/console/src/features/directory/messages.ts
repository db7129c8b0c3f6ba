import { counted, wordsOf } from '#messages/catalogue.ts'
import type { Place } from './directory.ts'

const en = {
  lead: 'Where each service of this account is reached. Clients ask for it by the Domain API before they call anything. The operator changes it.',
  list: 'Services',
  service: 'Service',
  what: 'What it is',
  host: 'Host',
  place: 'Who answers',
  copy: 'Copy',
  places: {
    here: 'This server',
    silent: 'This server, not yet',
    elsewhere: 'Another host',
  } satisfies Record<Place, string>,
  placesLead: {
    here: (count: number) =>
      `${counted(count, 'service is', 'services are')} answered by this server.`,
    silent: (count: number) =>
      `${counted(count, 'more leads', 'more lead')} here, but nothing answers them.`,
    elsewhere: (count: number) =>
      `${counted(count, 'is', 'are')} at another host, as the operator said.`,
  } satisfies Record<Place, (count: number) => string>,
  filter: 'Who answers',
  all: 'All',
  ask: 'Ask for it yourself',
  askLead: 'Public: no credential is needed.',
  askAll: 'All services',
  askOne: 'One service',
  about: {
    agentVep: 'Login Service: log in, refresh, log out',
    accountConfigReadOnly: 'Users, profiles, skills, groups: reads',
    accountConfigReadWrite: 'Users, profiles, skills, groups: writes',
    sentinel: 'OAuth 2.0 and OpenID Connect for applications',
    idp: 'Consumers: authentication and anonymous tokens',
    appKeyManagement: 'API keys',
    liveEngageUI: 'The agents’ workspace',
    asyncMessagingEnt: 'Messaging',
    msgHist: 'History of conversations',
    visitorFeed: 'Visitors of the site',
    leDataReporting: 'Reports',
    adminArea: 'The operator’s pages',
  } as Readonly<Record<string, string>>,
}

/** Words of the service directory. */
export const directoryWords = wordsOf({ en })
