/** Every text of the hosted pages, in one language. */
export type Messages = {
  /** BCP 47, for the `lang` attribute. */
  readonly lang: string
  readonly signInTitle: string
  readonly signInTo: (account: string) => string
  readonly toContinueTo: (application: string) => string
  readonly userName: string
  readonly password: string
  readonly signIn: string
  readonly wrongCredentials: string
  readonly missingCredentials: string
  readonly tooManyTries: (seconds: number) => string
  readonly userBlocked: string

  readonly changeTitle: string
  readonly passwordExpired: string
  readonly passwordMustChange: string
  readonly currentPassword: string
  readonly newPassword: string
  readonly repeatPassword: string
  readonly changePassword: string
  readonly passwordsDiffer: string
  readonly passwordRefused: string

  readonly consentTitle: (application: string) => string
  readonly consentLead: (account: string) => string
  readonly signedInAs: (user: string) => string
  readonly allow: string
  readonly deny: string
  readonly consentKept: string
  /** Where the browser goes from the consent page. */
  readonly leadsTo: (host: string) => string
  /** Every scope of the catalogue. */
  readonly scopes: ReadonlyMap<string, string>
  /** One that somebody made up. */
  readonly unknownScope: (scope: string) => string
  /** What a token of the compatible face allows, beside its scopes. */
  readonly allRights: string

  readonly logoutTitle: (account: string) => string
  readonly logoutLead: (user: string) => string
  readonly logOut: string
  readonly loggedOutTitle: string
  readonly loggedOutLead: (account: string) => string

  readonly forwardTitle: string
  readonly forwardLead: string
  readonly forward: string

  /** After a login at the brand, in a window of its own. */
  readonly callbackDoneTitle: string
  readonly callbackDone: string
  readonly callbackRefused: string
  readonly callbackExpired: string
  readonly callbackFailed: string
  readonly handOverTitle: string
  readonly handOver: string

  readonly errorTitle: string
  readonly errorOfApplication: string
  readonly errorOfInteraction: string
  readonly errorOfAccount: string
  readonly errorTooMany: string
  readonly errorOfForeignPost: string
  readonly errorOurs: string
  readonly errorCode: string
  readonly requestId: string
  readonly forDevelopers: string
}
