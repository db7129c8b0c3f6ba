import { counted, wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Agent groups',
  keywords: 'team tree manager hierarchy',
  lead: 'Teams within teams. A manager of a group sees and edits the people of it and of all groups below it.',
  add: 'New group',
  addBelow: 'New group below it',
  label: 'Agent group',
  members: (count: number) => counted(count, 'member', 'members'),
  managers: (count: number) => counted(count, 'manager', 'managers'),
  disabled: 'Disabled',
  open: (name: string) => `Show what is below ${name}`,
  close: (name: string) => `Hide what is below ${name}`,
  openAll: 'Open all',
  closeAll: 'Close all',
  move: 'Move',
  moveThis: (name: string) => `Move ${name}`,
  moveTitle: (name: string) => `Move ${name}`,
  moveLead: 'What is below it, and everybody in it, goes with it.',
  moved: (name: string, parent: string) => `${name} is below ${parent} now.`,
  parent: 'Below',
  parentHint: 'Who manages that group, or one above it, manages this one too.',
  root: 'The root: it stays where it is, enabled, and cannot be deleted.',
  enabled: 'Enabled',
  enabledHint: 'A disabled group stays in its place. Clients may leave it out.',
  byMembers: 'Members',
  byManagers: 'Managers',
  byGroups: 'Groups below it',
  bySkills: 'Skills that send conversations to it',
  nobodyElse: 'Your profile lets you change the groups below those that you manage.',
}

export const groupWords = wordsOf({ en })
