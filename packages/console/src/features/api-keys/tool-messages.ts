import { counted, wordsOf } from '#messages/catalogue.ts'

const en = {
  explain: {
    title: 'Explain a signature',
    lead: 'Why a signed request is refused: paste it as it was sent. It is not called, and counts as no use of the key.',
    refusedLead: 'A request that was refused in the last day. What was secret in it is not kept.',
    form: 'Request to explain',
    method: 'Method',
    url: 'Address',
    urlHint: 'With its query, exactly as it was called.',
    header: 'Authorization header',
    headerHint: 'OAuth oauth_consumer_key="…", oauth_signature="…", and so on.',
    body: 'Form body',
    bodyHint: 'Only if it was sent as application/x-www-form-urlencoded; JSON is not signed.',
    claimed: 'Base string of the client',
    claimedHint: 'What the client says it signed, if it can tell. Most libraries log it.',
    action: 'Explain',
    another: 'Paste another request',
    right: 'The signature is right',
    rightLead:
      'Sent now, its signature would be accepted. What else stands in the way is listed below.',
    refused: 'It is refused',
    causes: 'The mistake',
    remarks: 'Also',
    clock: 'Clock of the client',
    clockOff: (seconds: number) =>
      seconds === 0
        ? 'as ours'
        : `${counted(Math.abs(seconds), 'second', 'seconds')} ${seconds > 0 ? 'ahead of' : 'behind'} ours`,
    ours: 'What is signed here',
    base: 'Base string',
    claimedBase: 'Base string of the client',
    diff: 'Part by part',
    part: 'Part',
    here: 'Here',
    client: 'Client',
    differs: 'differs',
    same: 'same',
    missing: 'not there',
    partMethod: 'Method',
    partUrl: 'Address',
    partRest: 'Not encoded',
    first: (index: number) => `They differ from character ${index + 1} on.`,
    equal: 'Both base strings are the same: if the signature differs, a secret does.',
    noRefusal: 'Requests to choose from: refused in the last day',
  },
  migrate: {
    title: 'Move to OAuth 2.0',
    lead: 'What each key is still used for, and which scopes an application needs to do the same. One click makes the application; both work while you change over.',
    none: {
      title: 'No key, nothing to move',
      lead: 'There are no API keys in this account. New servers start with an application.',
    },
    key: 'Key',
    lastUsed: 'Last signed call',
    calls: 'Calls, 30 days',
    scopes: 'Scopes it needs',
    unused: (scope: string) => `${scope}, not used in 30 days`,
    noScopes: 'none',
    make: 'Make the application',
    makeFor: (name: string) => `Make the application for ${name}`,
    form: (name: string) => `Move ${name} to OAuth 2.0`,
    formLead:
      'An application with these scopes is installed (client credentials). Its secret is shown once.',
    unusedLead:
      'Scopes that nothing used in 30 days are marked. You can take them from the application later.',
    name: 'Name of the application',
    days: 'Days that the key works on beside it',
    daysHint: 'From 0 to 365; 30 if it is empty. Then the key ends.',
    done: (name: string) => `${name} is now an application`,
    id: 'Client id',
    secret: 'Client secret',
    tokenEndpoint: 'Token endpoint',
    ends: 'The key ends',
    bots: 'Bots that log in with the key. Give them the application, or they stop when it ends:',
    open: 'Open the application',
    sample: 'Get a token',
  },
}

/** Words of the explainer and of the move to OAuth 2.0. */
export const keyToolWords = wordsOf({ en })
