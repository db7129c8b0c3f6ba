import { wordsOf } from '#messages/catalogue.ts'

const en = {
  skip: 'Skip to the page',
  menu: 'Menu',
  navigation: 'Main',
  palette: 'Search or go to',
  paletteShort: 'Go to …',
  paletteKeys: 'Ctrl K',
  paletteNothing: 'Nothing is called so.',
  colors: 'Colours',
  light: 'Light',
  dark: 'Dark',
  auto: 'As the system',
  user: (name: string) => `Signed in as ${name}`,
  signOut: 'Sign out',
  account: (id: string) => `Account ${id}`,
  choose: {
    title: 'Sign in to the console',
    lead: 'Each account has its own sign-in.',
    label: 'Account id',
    hint: 'The number or name that your brand was given.',
    go: 'Go on',
    unknown: (id: string) => `There is no account “${id}”, or it is not active.`,
    form: 'Letters, digits and _ only, 20 at most.',
  },
  refused: {
    title: 'You are not signed in',
    again: 'Try again',
    other: 'Another account',
  },
  lost: {
    title: 'There is no such page',
    lead: 'The address may be old, or your profile does not allow it.',
    home: 'Go to the start',
  },
  broken: {
    title: 'This page broke',
    lead: 'The rest of the console works. If it happens again, tell your operator what you did.',
    again: 'Load it again',
  },
  groups: {
    start: 'Overview',
    campaigns: 'Campaign Builder',
    dataSources: 'Data Sources',
    applications: 'Applications',
    people: 'People',
    account: 'Account',
    developers: 'Developers',
  },
}

export const shellWords = wordsOf({ en })
