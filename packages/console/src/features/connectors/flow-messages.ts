import { wordsOf } from '#messages/catalogue.ts'
import type { Lane, StepName } from './flow.ts'
import type { Method } from './method.ts'

const en = {
  title: (method: string) => `The way of a consumer: ${method}`,
  lanes: { page: 'Your page', provider: 'Your login', watchword: 'Watchword' } satisfies Record<
    Lane,
    string
  >,
  bot: 'Consumer',
  now: 'now and then',
  steps: {
    challenge: 'The conversation window makes a code challenge and hands it to your function.',
    logIn: 'Your page asks your identity provider, which knows the customer already.',
    logInPkce: 'Your page asks your identity provider, with that challenge.',
    idTokenToPage: 'It answers with an id_token: who the customer is, signed.',
    codeToPage: 'It answers with a code, good once.',
    idToken: 'Your function hands the id_token to the window, which brings it to us.',
    code: 'Your function hands the code to the window, which brings it to us.',
    codeAndVerifier: 'The window brings us the code, and what the challenge was made from.',
    fetchKeys: 'We fetch your public keys and check the signature. They are kept for a while.',
    pastedKey: 'We check the signature with the key that you pasted.',
    redeem: 'We redeem the code at your token endpoint.',
    redeemed: 'Your server gives us the id_token. It never passed the browser.',
    redeemedAndKept: 'Your server gives us the id_token, and tokens for your APIs, which we seal.',
    consumerToken: 'The window gets a consumer token of ours, and the conversation begins.',
    askAnonymous: 'The window asks for an anonymous identity.',
    anonymousToken: 'It keeps the token: by it the browser is recognised, for up to 730 hours.',
    showAnonymous: 'The window shows it to let its consumer in.',
    anonymousConsumer: 'It gets a consumer token that says: nobody vouches for this one.',
    link: 'A bot needs something of your APIs. The consumer gets a link, good once.',
    logInByLink: 'They follow it, and log in at your identity provider.',
    codeToCallback: 'Your server sends the browser to our callback, with a code.',
    redeemForApis: 'We redeem the code.',
    tokensForBots: 'We keep the access token, sealed, for this one conversation.',
  } satisfies Record<StepName, string>,
  summary: {
    implicit: 'Your page, your login, and then us: the id_token goes by the page.',
    code: 'The page carries a code; the id_token comes to us from your server.',
    pkce: 'As with a code, and the code is bound to the window.',
    delegation: 'The consumer logs in by a link; we keep a token for your bots.',
    anonymous: 'The page and us alone.',
  } satisfies Record<Method, string>,
}

export const flowWords = wordsOf({ en })
