import { wordsOf } from '#messages/catalogue.ts'

const en = {
  lead: 'What the account’s issuer signs tokens with. Keys are made, published, replaced and dropped by a schedule; there is nothing you must do.',
  empty: {
    title: 'No key yet',
    lead: 'The first token that the issuer signs makes one. Then it stands here, with all that will happen to it.',
  },
  picture: 'Lives of the keys',
  summary: (keys: number, lines: number) =>
    `${keys === 1 ? 'One key' : `${keys} keys`} of ${lines === 1 ? 'one algorithm' : `${lines} algorithms`}. The table below says the same in words.`,
  now: 'now',
  phases: {
    published: 'Published, not signing yet',
    signs: 'Signs',
    verifies: 'Signs no more, verifies still',
  },
  phaseOf: (phase: string, from: string, to: string) => `${phase}: ${from} – ${to}`,
  open: 'open',
  purposes: {
    issuer: 'Issuer: id_tokens and access tokens',
  } as Readonly<Record<string, string>>,
  line: (purpose: string, algorithm: string) => `${purpose}, ${algorithm}`,
  due: 'Next rotation by the schedule',
  dueNone: 'A successor is published already.',
  states: {
    next: 'will sign next',
    signing: 'signs',
    kept: 'verifies only',
  } as Readonly<Record<string, string>>,
  columns: {
    key: 'Key',
    state: 'Now',
    published: 'Published',
    signs: 'Signs from',
    until: 'Signs until',
    needed: 'Tokens of it live until',
    actions: 'Actions',
  },
  forGood: 'for good',
  notYet: 'not known yet',
  rotate: {
    button: 'Rotate',
    buttonOf: (algorithm: string) => `Rotate ${algorithm}`,
    title: (algorithm: string) => `Give the ${algorithm} key a successor`,
    lead: 'The schedule does this by itself. By hand it is only needed if a key may be known to somebody, or to try it out.',
    steps: [
      'The next key is published at once.',
      'It signs in four hours, when verifiers have had the time to fetch it.',
      'The key of now signs no more then, and verifies until the last token that it signed has expired.',
      'Nobody is signed out, and no token of now is refused.',
    ],
    now: 'Sign with it at once',
    nowHint:
      'Only if somebody else may know the key of now: verifiers that keep the keys for a while refuse new tokens until they fetch them again.',
    action: 'Rotate',
    done: 'The next key is published.',
    doneNow: 'The new key signs.',
    conflict: 'A successor is published already',
  },
  retire: {
    button: 'Retire',
    buttonOf: (kid: string) => `Retire ${kid}`,
    title: 'Retire this key before its time?',
    lead: (kid: string) =>
      `${kid} goes by itself when nothing needs it. Retired now, it leaves the JWKS at once and cannot be brought back. The server refuses it as long as a token that it signed may be valid.`,
    action: 'Retire it',
    done: (kid: string) => `${kid} is retired.`,
    refused: 'The key is kept',
  },
  jwks: {
    title: 'Where verifiers find them',
    lead: 'The public keys, for everybody. Answers may be kept for five minutes.',
    label: 'JWKS',
    open: 'Open the JWKS',
  },
  changes: 'Changes in the audit trail',
}

export const signingKeyWords = wordsOf({ en })
