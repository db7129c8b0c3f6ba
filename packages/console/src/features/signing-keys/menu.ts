import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Signing keys',
  keywords: 'signing keys jwks rotate rotation public key issuer tokens kid',
}

/** What the menu says of it: loaded with the frame, the other words with the page. */
export const signingKeyMenu = wordsOf({ en })
