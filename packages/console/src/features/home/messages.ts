import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Home',
  lead: (name: string) => `Good to see you, ${name}.`,
}

export const homeWords = wordsOf({ en })
