import { counted, wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Campaigns',
  keywords: 'engagement offer button publish pause audience',
  lead: 'A campaign holds engagements together: what is offered to whom, where, and by which way in.',
  add: 'New campaign',
  preview: 'What a page is shown',
  empty: {
    title: 'No campaign yet',
    lead: 'An engagement is an offer to consumers: a button on a page, or a way in from an app. Make a campaign first, then put one engagement in it for those your brand vouches for, and one for everybody.',
  },
  columns: { name: 'Campaign', state: 'Now', engagements: 'Engagements', runs: 'Runs' },
  states: { draft: 'Draft', scheduled: 'Scheduled', live: 'Published', over: 'Over' },
  stateLead: {
    draft: 'Nobody is shown its engagements.',
    scheduled: 'Published, but it has not begun: nobody is shown its engagements yet.',
    live: 'Its engagements are offered now.',
    over: 'Published, but its time is over: nobody is shown its engagements any more.',
  },
  always: 'always',
  from: (date: string) => `from ${date}`,
  until: (date: string) => `until ${date}`,
  between: (from: string, until: string) => `${from} – ${until}`,
  engagementCount: (count: number) => counted(count, 'engagement', 'engagements'),
  kinds: (known: number, open: number) =>
    [known === 0 ? [] : `${known} authenticated`, open === 0 ? [] : `${open} unauthenticated`]
      .flat()
      .join(', '),
  noEngagements: 'none',
  form: {
    newTitle: 'New campaign',
    editTitle: (name: string) => `Edit ${name}`,
    label: 'Campaign',
    name: 'Name',
    nameHint: 'Only people here see it.',
    description: 'Goal',
    descriptionHint: 'What it is for, for whoever finds it later.',
    zone: (zone: string) => `In your time (${zone})`,
    start: 'Begins',
    startHint: 'Empty: as soon as it is published.',
    end: 'Ends',
    endHint: 'Empty: when you pause it.',
    faults: {
      order: 'It must end later than it begins.',
      date: 'This is no date: a year has four digits.',
    },
    status: 'Is it offered?',
    draft: 'Draft',
    draftHint: 'Nobody is shown its engagements. Change what you like.',
    published: 'Published',
    publishedHint:
      'Consumers are shown its engagements between its dates, and see each change at once.',
    mayNotPublish: 'Your profile does not allow you to publish (package 40002).',
    created: (name: string) => `${name} is made. Put an engagement in it.`,
  },
  publish: 'Publish',
  pause: 'Pause',
  edit: 'Edit',
  published: (name: string) => `${name} is published.`,
  paused: (name: string) => `${name} is paused: nobody is shown its engagements.`,
  pauseAsk: {
    title: (name: string) => `Pause ${name}?`,
    lead: 'It becomes a draft at once. Whoever is in a conversation stays in it.',
    breaks: (name: string) => `“${name}” is not shown to anybody any more`,
  },
  onlyPublishers:
    'It is published, so a change is seen by consumers at once. Your profile does not allow that (package 40002).',
  remove: {
    title: (name: string) => `Delete ${name}?`,
    lead: 'It cannot be taken back. The audit trail keeps what it was.',
    breaks: (name: string) => `The engagement “${name}” is deleted: nobody is shown it any more`,
    nothing: 'Nothing is in it.',
  },
  engagements: 'Engagements',
  addEngagement: 'Add engagement',
  engagementsEmpty: {
    title: 'Nothing is offered yet',
    lead: 'Put an engagement in it: whom it is for, by which connector they come in, and where it is shown.',
  },
  authenticated: 'Authenticated',
  unauthenticated: 'Unauthenticated',
  enabled: (name: string) => `${name} is shown`,
  shown: 'Shown',
  switchedOn: (name: string) => `${name} is switched on.`,
  switchedOff: (name: string) => `${name} is switched off.`,
  everywhere: 'everywhere',
  anyLanguage: 'every language',
  anySkill: 'any skill',
  places: (first: string, more: number) => (more === 0 ? first : `${first} and ${more} more`),
  channels: { '1': 'Web', '2': 'Mobile app' },
  conversations: { '0': 'Chat', '1': 'Messaging' },
  connector: 'Connector',
  noConnector: 'No connector',
  footer: {
    title: 'Data Sources',
    lead: 'What campaigns stand on: the connectors by which consumers come in, and the keys by which servers do.',
    connectors: 'Connectors',
    apiKeys: 'API',
  },
}

/** The words of campaigns. */
export const campaignWords = wordsOf({ en })
