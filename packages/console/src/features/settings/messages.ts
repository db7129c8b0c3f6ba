import { counted, wordsOf } from '#messages/catalogue.ts'

const minutes = (value: number) =>
  value >= 120 && value % 60 === 0
    ? counted(value / 60, 'hour', 'hours')
    : counted(value, 'minute', 'minutes')

const units = {
  characters: (value: number) => counted(value, 'character', 'characters'),
  passwords: (value: number) => counted(value, 'password', 'passwords'),
  times: (value: number) => counted(value, 'time', 'times'),
  days: (value: number) => counted(value, 'day', 'days'),
  minutes,
  sessions: (value: number) => counted(value, 'session', 'sessions'),
}

/** A setting: what it is called, what it does, and what `null` means. */
type SettingWords = {
  readonly label: string
  readonly hint?: string
  readonly unlimited?: string
  readonly choices?: Readonly<Record<string, string>>
}

const settings: Readonly<Record<string, SettingWords>> = {
  'loginPolicy.minLength': { label: 'At least so many characters' },
  'loginPolicy.screenCommon': {
    label: 'Refuse common passwords',
    hint: 'Those that leaked most often, and what is made of them easily.',
  },
  'loginPolicy.allowLoginNameInside': { label: 'The login name may be part of the password' },
  'loginPolicy.requireLetter': { label: 'A letter is needed' },
  'loginPolicy.requireDigit': { label: 'A digit is needed' },
  'loginPolicy.requireSpecial': { label: 'A special character is needed' },
  'loginPolicy.maxSequential': {
    label: 'Longest run such as 1234 or dcba',
    unlimited: 'any length',
  },
  'loginPolicy.maxOccurrences': {
    label: 'How often one character may occur',
    unlimited: 'any number of times',
  },
  'loginPolicy.historyLength': { label: 'Earlier passwords that may not come back' },
  'loginPolicy.maxChangesPerDay': {
    label: 'Changes of the own password within 24 hours',
    unlimited: 'any number',
  },
  'loginPolicy.expiresAfterDays': {
    label: 'A password must be changed after',
    hint: 'Current advice (NIST SP 800-63B) is never: forced changes lead to weaker passwords.',
    unlimited: 'never',
  },
  'loginPolicy.inactiveAfterDays': {
    label: 'Who did not log in for so long may not any more',
    hint: 'Administrators excepted.',
    unlimited: 'never',
  },
  'loginPolicy.maxFailures': { label: 'Wrong passwords in a row until a name is locked' },
  'loginPolicy.lockMinutes': {
    label: 'A locked name is free again after',
    unlimited: 'only when an administrator unlocks it',
  },
  'sessions.absoluteMinutes': { label: 'A session lasts at most' },
  'sessions.idleMinutes': { label: 'A session that is not used ends after' },
  'sessions.maxPerUser': { label: 'Sessions of one user at once', hint: 'The oldest ends first.' },
  'accessRestrictions.enabled': { label: 'Only from these addresses' },
  'accessRestrictions.ranges': { label: 'Addresses' },
  'consumers.anonymous': { label: 'Consumers may come in without a name' },
  'consumers.signup': {
    label: 'The old, long-lived anonymous sign-up',
    hint: 'Only for clients that cannot do without.',
  },
  'consumers.stepUp': {
    label: 'When an anonymous consumer logs in as somebody who was here before',
    choices: {
      merge: 'Join both histories',
      ask: 'Ask the consumer',
      refuse: 'Refuse it',
    },
  },
  'consumers.extIssuer': {
    label: 'Applications name consumers as this issuer does',
    hint: 'The issuer whose sub an ext_consumer_id is.',
    unlimited: 'no issuer',
  },
  'consumers.legacyErrors': {
    label: 'All refusals have status 500',
    hint: 'As the reference answers; only for clients that expect it.',
  },
  features: { label: 'Features' },
  timeZone: { label: 'Time zone', hint: 'Told to clients at login.' },
  'retention.auditDays': { label: 'The audit trail is kept for' },
}

type GroupWords = {
  readonly title: string
  readonly lead: string
  /** What a change does to whoever is logged in. */
  readonly effect: string
}

const groups: Readonly<Record<string, GroupWords>> = {
  passwords: {
    title: 'Passwords',
    lead: 'What a new password must be like.',
    effect:
      'Holds from the next password that is set. Nobody is signed out, and passwords of now stay good.',
  },
  age: {
    title: 'Old passwords, long absence',
    lead: 'When a login asks for a new password, or is refused.',
    effect: 'Holds from the next login. Open sessions go on.',
  },
  lockout: {
    title: 'Lockout',
    lead: 'What stops somebody who guesses passwords.',
    effect:
      'Holds from the next wrong password. Nobody is signed out; names that are locked stay so for as long as they were locked for.',
  },
  sessions: {
    title: 'Sessions',
    lead: 'How long a login lasts.',
    effect:
      'What is shortened holds at once, for open sessions and for this console too. What is lengthened holds for the next login.',
  },
  access: {
    title: 'Access restrictions',
    lead: 'From where users may log in. Consumers are not meant.',
    effect: 'Holds at once: sessions that were opened from elsewhere end, yours excepted.',
  },
  consumers: {
    title: 'Consumers',
    lead: 'Who may come in without a name, and what becomes of one who then gets a name.',
    effect: 'Holds from the next time a consumer comes in. Consumers who are in stay in.',
  },
  features: {
    title: 'Features',
    lead: 'Switches that clients of the account read. Watchword itself does nothing by them.',
    effect: 'Clients see it when they read the settings the next time. Nobody is signed out.',
  },
  zone: {
    title: 'Time zone',
    lead: 'Where the account is at home.',
    effect: 'Told at the next login. Nobody is signed out.',
  },
  retention: {
    title: 'Retention',
    lead: 'How long is kept what happened.',
    effect: 'What is older is not shown any more at once, and dropped soon. Nobody is signed out.',
  },
}

const en = {
  lead: 'What holds for everybody of the account. What you do not set follows the defaults, also when they get better.',
  tabs: {
    label: 'Settings',
    login: 'Login policy',
    access: 'Access',
    consumers: 'Consumers',
    features: 'Features',
    general: 'Retention and time zone',
    branding: 'Branding',
  },
  units,
  settings,
  groups,
  on: 'on',
  off: 'off',
  defaultIs: (text: string) => `Default: ${text}`,
  toDefault: 'Back to the default',
  toDefaultOf: (label: string) => `Back to the default: ${label}`,
  noValue: 'none',
  save: 'Save',
  discard: 'Discard',
  form: (tab: string) => `Settings: ${tab}`,
  saved: 'Saved. It holds from now on.',
  number: 'A number is needed.',
  forecast: {
    title: 'What saving does',
    none: 'Nobody who is logged in is signed out.',
    ends: (ending: number, open: number) =>
      `${counted(ending, 'session', 'sessions')} of ${open} that are open ${ending === 1 ? 'ends' : 'end'} at once.`,
    shutsOut: (address: string) =>
      `You call from ${address}, and nobody would be let in from there: you would lock yourself out.`,
    add: (address: string) => `Add ${address}`,
    from: (address: string) => `You call from ${address}: let in.`,
  },
  sure: {
    title: 'Save, and end sessions?',
    lead: (ending: number, open: number) =>
      `${counted(ending, 'session', 'sessions')} of ${open} that are open will end at once. Who was signed in by them must log in again.`,
    action: 'Save and end them',
  },
  lockOut: {
    title: 'You would lock yourself out',
    lead: (address: string) =>
      `You call from ${address}, which is in none of the ranges. Once your session ends, you cannot log in again from here; if nobody else can either, only the operator can undo it.`,
    action: 'Save nevertheless',
    word: 'lock me out',
  },
  ranges: {
    range: (place: number) => `Range ${place}`,
    description: (place: number) => `What range ${place} is`,
    rangeHint: '192.0.2.1, 192.0.2.1-192.0.2.9 or 2001:db8::/32',
    descriptionHint: 'Such as: office',
    add: 'Add a range',
    remove: (text: string) => `Remove ${text || 'range'}`,
    empty: 'There is none: everybody is let in.',
    needed: 'An address, a range or a block is needed.',
  },
  featureList: {
    empty: 'None is set.',
    name: 'Name of a feature',
    nameHint: 'Such as Common.LiveChat',
    add: 'Add',
    remove: (name: string) => `Take ${name} away`,
    form: 'Letters, digits, dots, _ and -, a letter first, 64 at most.',
    there: 'It is there already.',
  },
  logo: {
    title: 'Logo',
    lead: 'Shown where users sign in, allow an application and sign out. PNG, JPEG or WebP, at most 64 KiB and 1024 pixels a side; SVG is not taken.',
    effect: 'Seen at the next sign-in. Nobody is signed out.',
    none: 'There is no logo: pages show the first letter of the account’s name.',
    alt: 'The account’s logo',
    onLight: 'On a light page',
    onDark: 'On a dark page',
    choose: 'Choose a picture',
    replace: 'Choose another',
    remove: 'Remove',
    large: 'The file is larger than 64 KiB.',
    saved: 'The logo is changed.',
    removed: 'The logo is removed.',
    size: (type: string, bytes: number) => `${type}, ${(bytes / 1024).toFixed(1)} KiB`,
  },
}

export const settingWords = wordsOf({ en })
