import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Home',
  keywords: 'start overview statistics traffic attention',
}

/** What the menu says of it; the page's own words come with the page. */
export const homeWords = wordsOf({ en })
