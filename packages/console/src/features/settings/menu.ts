import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Settings',
  keywords:
    'settings login policy password lockout session idle access restrictions ip address features retention logo branding time zone',
}

/** What the menu says of it: loaded with the frame, the other words with the page. */
export const settingsMenu = wordsOf({ en })
