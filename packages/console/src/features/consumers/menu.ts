import { wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Consumers',
  keywords:
    'consumers customers visitors person sub verified erase export gdpr privacy step-up unlink',
}

/** What the menu says of it: loaded with the frame, the other words with the page. */
export const consumerMenu = wordsOf({ en })
