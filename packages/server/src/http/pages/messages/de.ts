import type { Messages } from './messages.ts'
import { scopesInGerman } from './scopes.de.ts'

export const de: Messages = {
  lang: 'de',
  signInTitle: 'Anmelden',
  signInTo: (account) => `Bei ${account} anmelden`,
  toContinueTo: (application) => `weiter zu ${application}`,
  userName: 'Benutzername',
  password: 'Passwort',
  signIn: 'Anmelden',
  wrongCredentials: 'Der Benutzername oder das Passwort ist falsch.',
  missingCredentials: 'Geben Sie Benutzernamen und Passwort ein.',
  tooManyTries: (seconds) =>
    `Zu viele Versuche. Warten Sie ${seconds} Sekunden und versuchen Sie es dann erneut.`,
  userBlocked: 'Der Betreiber dieses Dienstes hat Sie gesperrt. Bitte wenden Sie sich an ihn.',

  changeTitle: 'Neues Passwort wählen',
  passwordExpired: 'Ihr Passwort ist abgelaufen.',
  passwordMustChange:
    'Ihr Passwort hat jemand anderes gesetzt. Wählen Sie eines, das nur Sie kennen.',
  currentPassword: 'Bisheriges Passwort',
  newPassword: 'Neues Passwort',
  repeatPassword: 'Neues Passwort wiederholen',
  changePassword: 'Passwort ändern',
  passwordsDiffer: 'Die beiden neuen Passwörter unterscheiden sich.',
  passwordRefused: 'Dieses Passwort kann nicht verwendet werden.',

  consentTitle: (application) => `${application} zulassen?`,
  consentLead: (account) =>
    `Die Anwendung bittet um Zugriff auf Ihren Benutzer bei ${account}. Sie darf dann:`,
  signedInAs: (user) => `Angemeldet als ${user}`,
  allow: 'Zulassen',
  deny: 'Nicht zulassen',
  consentKept: 'Das gilt, bis Sie oder ein Administrator es zurücknehmen.',
  scopes: scopesInGerman,
  unknownScope: (scope) => `Was sie „${scope}“ nennt`,
  leadsTo: (host) => `Danach geht es zu ${host}.`,
  allRights: 'Alles tun, was Sie selbst tun dürfen',

  logoutTitle: (account) => `Von ${account} abmelden?`,
  logoutLead: (user) => `Sie sind als ${user} angemeldet, bei allen Anwendungen dieses Kontos.`,
  logOut: 'Abmelden',
  loggedOutTitle: 'Sie sind abgemeldet',
  loggedOutLead: (account) => `In diesem Browser sind Sie nicht mehr bei ${account} angemeldet.`,

  forwardTitle: 'Zurück zur Anwendung',
  forwardLead: 'Sie werden zur Anwendung zurückgebracht.',
  forward: 'Weiter',

  callbackDoneTitle: 'Sie sind angemeldet',
  callbackDone: 'Sie können dieses Fenster schließen und Ihr Gespräch fortsetzen.',
  callbackRefused:
    'Es wurde nichts erlaubt, also ist nichts geschehen. Sie können dieses Fenster schließen.',
  callbackExpired:
    'Dieser Link wurde schon benutzt oder ist zu alt. Bitten Sie in Ihrem Gespräch um einen neuen.',
  callbackFailed:
    'Die Anmeldung wurde nicht abgeschlossen. Schließen Sie dieses Fenster und versuchen Sie es aus Ihrem Gespräch noch einmal.',
  handOverTitle: 'Gleich geschafft',
  handOver:
    'Sie kommen zurück zu Ihrem Gespräch. Schließt sich dieses Fenster nicht, schließen Sie es bitte selbst.',

  errorTitle: 'Das hat nicht geklappt',
  errorOfApplication:
    'Die Anwendung, von der Sie kommen, hat etwas verlangt, das nicht geht. Kehren Sie zu ihr zurück und versuchen Sie es erneut. Geschieht es wieder, sagen Sie es dem Betreiber der Anwendung.',
  errorOfInteraction:
    'Diese Seite war zu lange offen oder wurde in einem anderen Browser geöffnet. Kehren Sie zur Anwendung zurück und melden Sie sich erneut an.',
  errorOfAccount: 'Dieses Konto gibt es hier nicht, oder es ist außer Betrieb.',
  errorTooMany: 'Es waren zu viele Anfragen. Warten Sie ein wenig und versuchen Sie es erneut.',
  errorOfForeignPost: 'Dieses Formular kam von einer anderen Seite, darum wurde nichts getan.',
  errorOurs: 'Bei uns ist etwas schiefgegangen. Versuchen Sie es gleich noch einmal.',
  errorCode: 'Code',
  requestId: 'Anfrage',
  forDevelopers: 'Für Entwickler',
}
