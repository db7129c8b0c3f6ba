import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Profiles',
  keywords: 'permissions roles packages rights matrix',
  lead: 'A profile is a choice among the packages of one role. What a user may do is what all their profiles allow together.',
}

export const profileMenuWords = wordsOf({ en })
