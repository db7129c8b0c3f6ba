import { counted, wordsOf } from '#messages/catalogue.ts'

const en = {
  next: {
    title: 'Until customers are recognised',
    code: ['Put the code on your page', 'It is ready, with the names of this connector.'],
    debug: ['Try a token', 'Paste one of your id_tokens, and see whether it would be taken.'],
    engagement: [
      'Use it in an engagement',
      'In Campaign Builder, choose this connector as the way in.',
    ],
  },
  state: 'State',
  letIn: 'Let in',
  refused: 'Refused',
  inDays: 'in 30 days',
  share: (percent: number) => `${percent} % of those who came`,
  lastSuccess: 'Last success',
  lastFailure: 'Last failure',
  reason: (name: string) => `because of ${name}`,
  chart: {
    title: 'Consumers by day',
    summary: (letIn: number, refused: number) =>
      `${counted(letIn, 'consumer was', 'consumers were')} let in, and ${refused} refused, in 30 days.`,
    letIn: 'Let in',
    refused: 'Refused',
  },
  reasons: {
    title: 'Why consumers were refused',
    name: 'Rule or code',
    count: 'How often',
    last: 'Last',
  },
  trial: {
    title: 'Rules that are only tried',
    lead: (count: number) =>
      count === 0
        ? 'Of those that came in, they would have refused nobody yet.'
        : `Of those that came in, they would have refused ${counted(count, 'consumer', 'consumers')}:`,
    enforce: 'Put them in force',
    drop: 'Drop the trial',
    confirm: {
      title: 'Put these rules in force?',
      lead: 'From the next handshake on, tokens that break them are refused. You can take it back at once.',
      breaks: (name: string, count: number) =>
        `${counted(count, 'login', 'logins')} like those that break ${name}`,
      action: 'Put in force',
    },
    enforced: 'The rules are in force.',
    dropped: 'The trial is over.',
  },
  servers: {
    title: 'Servers of your identity provider',
    lead: 'As the server that answers knows them since it started.',
    none: 'None was asked yet.',
    targets: { metadata: 'Metadata', keys: 'Keys', token: 'Token endpoint' } as Readonly<
      Record<string, string>
    >,
    states: {
      closed: 'Answers',
      open: 'Failed again and again: not asked for a while',
      'half-open': 'Failed: being tried again',
    } as Readonly<Record<string, string>>,
    until: 'asked again',
    success: 'Last answer',
    failure: 'Last failure',
    row: (count: number) => `${counted(count, 'failure', 'failures')} in a row`,
  },
  keys: {
    title: 'Keys that are kept',
    fetched: 'Fetched',
    fresh: 'fetched again',
    noName: 'without a kid',
    unused: 'Not used',
  },
  check: { title: 'Doctor', button: 'Check it now', lead: 'Asks its servers at this moment.' },
  anonymous:
    'Anonymous consumers are let in without anybody’s word. Refusals of theirs are listed below.',
}

export const statusWords = wordsOf({ en })
