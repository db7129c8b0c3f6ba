import { scopes } from '@watchword/protocol/oauth2/scopes.ts'
import type { Messages } from './messages.ts'

export const en: Messages = {
  lang: 'en',
  signInTitle: 'Sign in',
  signInTo: (account) => `Sign in to ${account}`,
  toContinueTo: (application) => `to continue to ${application}`,
  userName: 'User name',
  password: 'Password',
  signIn: 'Sign in',
  wrongCredentials: 'The user name or the password is wrong.',
  missingCredentials: 'Enter your user name and your password.',
  tooManyTries: (seconds) => `Too many tries. Wait ${seconds} seconds, then try again.`,
  userBlocked: 'You have been blocked by the operator of this service. Please contact them.',

  changeTitle: 'Choose a new password',
  passwordExpired: 'Your password has expired.',
  passwordMustChange: 'Your password was set by somebody else. Choose one that only you know.',
  currentPassword: 'Current password',
  newPassword: 'New password',
  repeatPassword: 'New password, again',
  changePassword: 'Change password',
  passwordsDiffer: 'The two new passwords differ.',
  passwordRefused: 'That password cannot be used.',

  consentTitle: (application) => `Allow ${application}?`,
  consentLead: (account) => `It asks for access to your user at ${account}. It may:`,
  signedInAs: (user) => `Signed in as ${user}`,
  allow: 'Allow',
  deny: 'Do not allow',
  consentKept: 'This is remembered until you or an administrator take it back.',
  // The catalogue is in English.
  scopes: new Map(scopes.map(({ scope, description }) => [scope, description])),
  unknownScope: (scope) => `What it calls “${scope}”`,
  leadsTo: (host) => `You then go to ${host}.`,
  allRights: 'Do everything that you may do',

  logoutTitle: (account) => `Sign out of ${account}?`,
  logoutLead: (user) => `You are signed in as ${user}, at every application of this account.`,
  logOut: 'Sign out',
  loggedOutTitle: 'You are signed out',
  loggedOutLead: (account) => `You are no longer signed in to ${account} in this browser.`,

  forwardTitle: 'Back to the application',
  forwardLead: 'You are taken back to the application.',
  forward: 'Continue',

  callbackDoneTitle: 'You are logged in',
  callbackDone: 'You can close this window and go on with your conversation.',
  callbackRefused: 'Nothing was allowed, so nothing was done. You can close this window.',
  callbackExpired:
    'This link was used before, or is too old. Ask for another in your conversation.',
  callbackFailed:
    'The login could not be completed. Close this window and try again from your conversation.',
  handOverTitle: 'Almost there',
  handOver:
    'You are taken back to your conversation. If this window does not close, close it yourself.',

  errorTitle: 'This did not work',
  errorOfApplication:
    'The application that sent you here asked for something that is not possible. Go back to it and try again. If it happens again, tell whoever runs the application.',
  errorOfInteraction:
    'This page was open for too long, or it was opened in another browser. Go back to the application and sign in again.',
  errorOfAccount: 'There is no such account here, or it is out of service.',
  errorTooMany: 'There were too many requests. Wait a little, then try again.',
  errorOfForeignPost: 'This form was sent from another site, so nothing was done.',
  errorOurs: 'Something went wrong on our side. Try again in a moment.',
  errorCode: 'Code',
  requestId: 'Request',
  forDevelopers: 'For developers',
}
