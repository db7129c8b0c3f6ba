import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Sessions',
  keywords: 'signed in logged in devices browsers end sign out everywhere',
}

/** What the menu says of it: loaded with the frame, the other words with the page. */
export const sessionMenu = wordsOf({ en })
