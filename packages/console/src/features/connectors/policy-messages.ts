import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'For all connectors',
  lead: 'Holds for the whole account, from the next consumer on.',
  anonymous: {
    label: 'Let consumers in without a name',
    hint: 'Off, only those come in whom an identity provider vouches for.',
  },
  stepUp: {
    label: 'When an anonymous consumer logs in who was here before',
    hint: 'Two histories meet. Who was never here before takes the anonymous one along in any case.',
    options: {
      merge: ['Join them', 'The anonymous conversation becomes theirs. It can be taken back.'],
      ask: ['Ask the consumer', 'The window gets 409 with the choices, and repeats with theirs.'],
      refuse: ['Refuse', 'They log in first, and talk then.'],
    },
  },
  changed: 'The policy is changed.',
}

export const policyWords = wordsOf({ en })
