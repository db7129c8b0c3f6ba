import { counted, wordsOf } from '#messages/catalogue.ts'

const en = {
  lead: 'Who is signed in right now, and from where. What is ended here is refused with its next call.',
  leadOwn: 'Where you are signed in. What is ended here is refused with its next call.',
  list: 'Open sessions',
  whose: 'Whose sessions',
  mine: 'Mine',
  everybody: 'Everybody’s',
  someone: 'Whose',
  anyone: 'Anybody',
  how: 'Signed in by',
  any: 'Any way',
  methods: {
    password: 'Login Service',
    'api-key': 'Bot, API key',
    application: 'Bot, application',
    browser: 'Sign-in page',
  } as Readonly<Record<string, string>>,
  more: (shown: number, total: number) =>
    `The newest ${counted(shown, 'is', 'are')} shown of ${counted(total, 'session', 'sessions')}.`,
  none: {
    title: 'Nobody is signed in',
    lead: 'Sessions of the sign-in page and of the Login Service are listed here while they are open.',
  },
  columns: {
    who: 'User',
    where: 'Browser or program',
    address: 'Address',
    how: 'Signed in by',
    since: 'Since',
    used: 'Last used',
    ends: 'Ends at the latest',
    end: 'End',
  },
  current: 'This browser',
  nameOf: (loginName: string, where: string, address: string) =>
    `${loginName}, ${where}, ${address}`,
  endOne: (name: string) => `End session: ${name}`,
  end: 'End',
  endSelected: (count: number) => `End ${counted(count, 'session', 'sessions')}`,
  ask: {
    title: (count: number) => `End ${counted(count, 'session', 'sessions')}?`,
    lead: 'Whoever works there must sign in again. What they did not save may be lost.',
    own: 'One is yours, in this browser: you must sign in again, too.',
  },
  ended: (count: number) => `${counted(count, 'session', 'sessions')} ended.`,
  failed: (failed: number, all: number) =>
    `${failed} of ${counted(all, 'session', 'sessions')} could not be ended.`,
  everywhere: {
    action: (name: string) => `Sign ${name} out everywhere`,
    title: (name: string) => `Sign ${name} out everywhere?`,
    lead: 'Every session ends, and so does what the user allowed applications.',
    self: 'This console is signed out, too.',
    sessions: (count: number) => counted(count, 'open session', 'open sessions'),
    applications: 'Applications that act in the name of this user, until it is allowed again',
  },
}

/** Words of open sessions. */
export const sessionWords = wordsOf({ en })
