import { counted, wordsOf } from '#messages/catalogue.ts'

const en = {
  title: 'Doctor',
  lead: 'Looks at what you typed, and asks your identity provider, before anybody else does.',
  missing: 'Still needed before it can look:',
  checking: 'Looking …',
  checkNow: 'Check now',
  stale: 'Changed since. It looks again when you pause.',
  failed: 'It could not look',
  verdict: { ok: 'All well', warning: 'It works; see the warnings', fault: 'It would not work' },
  summary: (faults: number, warnings: number, fine: number) =>
    [
      ...(faults > 0 ? [counted(faults, 'fault', 'faults')] : []),
      ...(warnings > 0 ? [counted(warnings, 'warning', 'warnings')] : []),
      `${fine} fine`,
    ].join(', '),
  fine: (count: number) => counted(count, 'thing is fine', 'things are fine'),
  marks: { fault: 'Fault', warning: 'Warning', ok: 'Fine' },
  change: 'Go to the setting',
}

export const doctorWords = wordsOf({ en })
