import { wordsOf } from '#messages/catalogue.ts'

const en = {
  applications: 'Applications',
  applicationsKeywords: 'app install manifest client secret oauth redirect uri',
  grants: 'Grants and consents',
  grantsKeywords: 'tokens allowed revoke consent',
  menu: 'Quick launch',
  menuKeywords: 'menu start launch entry',
  allowed: 'Applications you allowed',
  allowedShort: 'What you allowed',
  allowedKeywords: 'my consents grants revoke',
}

/** What the menu calls these pages: loaded with the frame, so it is short. */
export const applicationTitles = wordsOf({ en })
