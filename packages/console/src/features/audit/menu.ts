import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Audit trail',
  keywords: 'audit log history changes who did export csv chain verify',
}

/** What the menu says of it: loaded with the frame, the other words with the page. */
export const auditMenu = wordsOf({ en })
