import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Service directory',
  keywords: 'domain api base uri host services csds endpoints',
}

/** What the menu says of it: loaded with the frame, the other words with the page. */
export const directoryMenu = wordsOf({ en })
