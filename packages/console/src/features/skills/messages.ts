import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Skills',
  keywords: 'routing queue transfer',
  lead: 'What people can answer for. Conversations are sent to a skill, and whoever has it may take them.',
  add: 'New skill',
  label: 'Skill',
  empty: {
    title: 'No skill yet',
    lead: 'Without skills, every agent may take every conversation. Make one for each thing that only some can answer.',
  },
  columns: {
    name: 'Name',
    description: 'Description',
    lobs: 'Lines of business',
    transfer: 'Transfers to',
    users: 'Users',
  },
  lobs: 'Lines of business',
  lobsHint: 'The parts of the business that it belongs to.',
  canTransfer: 'Conversations may be transferred on',
  canTransferHint: 'Switched off, whoever has one keeps it.',
  transfer: 'To which skills?',
  transfers: { every: 'Every skill', some: 'These skills only' },
  transferList: 'Skills that it may be transferred to',
  none: 'None: with an empty list, nothing can be transferred.',
  noTransfer: 'nowhere',
  everySkill: 'every skill',
  fallback: 'Fallback skill',
  fallbackHint: 'Takes the conversations that nobody of this skill takes.',
  noFallback: 'None',
  away: 'Fall back when all agents are away',
  maxWait: 'Longest wait, in seconds',
  wrapUp: 'Time to wrap up, in seconds',
  wrapUpHint: 'Empty: none.',
  order: 'Place in lists',
  orderHint: 'The lowest comes first.',
  routing: (count: number) =>
    `Conversations are split among ${count} agent groups. The split is kept as it is; it is changed by the API.`,
  wait: 'Waiting and order',
  byUsers: 'Users who have it',
  byTransfer: 'Skills that transfer to it',
  byFallback: 'Skills that fall back to it',
}

export const skillWords = wordsOf({ en })
