import { wordsOf } from '#messages/catalogue.ts'

const en = {
  endpoints: 'Endpoints',
  endpointsKeywords: 'developers issuer jwks discovery domain api services hosts openapi docs',
  calls: 'First calls',
  callsKeywords: 'developers curl examples credentials oauth sign login token pkce',
  flows: 'Flows',
  flowsKeywords: 'developers sequence diagram trace sign-in token try run debug',
}

/** What the menu says of these pages; their own words come with them. */
export const developerWords = wordsOf({ en })
