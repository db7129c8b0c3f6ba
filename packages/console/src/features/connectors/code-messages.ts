import { wordsOf } from '#messages/catalogue.ts'

const en = {
  supply: {
    title: 'Supply a token',
    lead: (path: string) =>
      `The conversation window looks for ${path} and calls it. It must call back exactly once, with a token or with a reason.`,
    sample: (path: string) => `${path}, JavaScript`,
  },
  identity: {
    title: 'Say who is logged in',
    lead: 'A hint on every page, so that the right engagement is shown and an open conversation is found again. It proves nothing: the token does.',
    sample: 'lpTag.identities, JavaScript',
  },
  loggedIn: {
    title: 'After a login without a new page',
    lead: 'Single-page applications tell the tag that things have changed. A conversation that began without a name goes on under the customer’s.',
    sample: 'lpTag.newPage, JavaScript',
  },
  curl: {
    title: 'Try it without a page',
    lead: 'What the window sends to us. Put in a fresh token, and you see the answer, or why there is none.',
    sample: 'authenticate, shell',
  },
  register: {
    title: 'What your identity provider has to know of us',
    logout: 'Back-channel logout address',
    logoutLead: 'Registered there, customers who log out at your site are logged out here.',
    callback: 'Redirect URI for delegation',
    encryption: 'Encryption key, if you encrypt tokens',
    issuer: 'Issuer of the tokens that we make',
  },
  delegation: {
    title: 'Ask for a link',
    lead: 'Your bot’s application asks for a link and sends it to the consumer. The token is bound to that conversation.',
    sample: 'delegation link, shell',
  },
}

export const codeWords = wordsOf({ en })
