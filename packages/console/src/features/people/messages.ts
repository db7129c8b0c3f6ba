import { counted, wordsOf } from '#messages/catalogue.ts'

const en = {
  name: 'Name',
  description: 'Description',
  users: 'Users',
  userCount: (count: number) => counted(count, 'user', 'users'),
  usedBy: 'Who and what uses it',
  unused: 'Nothing uses it.',
  unknown: 'Your profile does not allow you to see who uses it.',
  showMore: (count: number, label: string) =>
    `${label}: show more (${counted(count, 'is', 'are')} not shown)`,
  disabled: 'disabled',
  more: (count: number) => `and ${counted(count, 'more', 'more')}`,
  remove: 'Delete',
  removeLead: 'It cannot be taken back.',
  removeTitle: (name: string) => `Delete ${name}?`,
  inUse: 'It can be deleted once nothing uses it.',
  readOnly: 'You may look at it; your profile does not allow you to change it.',
}

export const peopleWords = wordsOf({ en })
