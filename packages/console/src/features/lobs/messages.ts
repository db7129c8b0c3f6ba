import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Lines of business',
  keywords: 'lob department brand unit',
  lead: 'Parts of the business, such as retail or travel: users and skills are put into them, to be found and reported by.',
  add: 'New line of business',
  label: 'Line of business',
  empty: {
    title: 'No line of business yet',
    lead: 'You need them once several parts of the business share this account, each with people and skills of its own.',
  },
  columns: { name: 'Name', description: 'Description', skills: 'Skills', users: 'Users' },
  bySkills: 'Skills',
  byUsers: 'Users',
}

export const lobWords = wordsOf({ en })
