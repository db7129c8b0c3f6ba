import type { IdpErrorCode } from './idp-errors.ts'

/**
 * What an administrator does about a refusal, where no rule of an id_token says it better. `…` stands for
 * `/api/account/{accountId}`.
 */
export const idpAdvice = {
  '1001': 'Send the id_token as the identity provider made it, of at most 16384 characters.',
  '1004': 'Encrypt to our published key, with its kid, after signing.',
  '1008': 'Send the id_token itself: not a code, not an access token, not JSON around it.',
  '1009': 'See how the identity provider writes its token: header and claims are JSON objects.',
  '1011': 'Let the identity provider put iss, sub, exp and iat into the id_token.',
  '1012': 'Get a new id_token right before it is used, and set the clocks by NTP.',
  '1024':
    'Take the id of the connector from …/configuration/le-connectors/all-connectors. "default" means the preferred connector, or the only one of the brand.',
  '1025': 'Set the type of the connector: 0 anonymous, 1 id_token, 2 code.',
  '1026': 'Let lp_sdes be a list of {"type":"ctmrinfo","info":{…}} and {"type":"personal",…}.',
  '1028': 'Paste the public key of the identity provider into the connector again.',
  '1038': 'Open the key set in a browser: it is a JSON object with a list "keys".',
  '1041': 'See that the identity provider publishes the key that it signs with.',
  '1042': 'Let the identity provider put the kid of its signing key into the header of the token.',
  '1049': 'This anonymous identity was ended. Create another: POST …/anonymous/authorize.',
  '2001': 'Create another anonymous identity: POST …/anonymous/authorize without a body.',
  '2002':
    'The connector for anonymous consumers (type 0) takes tokens of POST …/anonymous/authorize alone. An id_token of the brand goes to a connector of type 1.',
  '2004': 'Get the anonymous token from the same account that it is sent to.',
  '2005': 'Switch settings.consumers.anonymous on, or let consumers log in at the brand.',
  '9001': 'Something went wrong here: find the request id in the log of the server.',
  '9007': 'Look at the rules below: the first that failed is the reason.',
  '9011':
    'The identity provider did not redeem the code. A code is good once and for a short time, with the redirect_uri, client and code_verifier that it was asked with.',
  '9012':
    'Send a JSON object: {"id_token":"…"} to connectors of type 0 and 1, {"code":"…","redirect_uri":"…"} to those of type 2.',
  '9013': 'The identity provider answered too late. See …/watchword/connectors/{id}/status.',
  '9015':
    'An anonymous token goes to a connector of type 0, an id_token to type 1, a code to type 2; one that is for delegation alone takes nobody.',
} as const satisfies Readonly<Record<IdpErrorCode, string>>
