import { wordsOf } from './catalogue.ts'

const en = {
  product: 'Watchword',
  actions: {
    save: 'Save',
    create: 'Create',
    cancel: 'Cancel',
    close: 'Close',
    delete: 'Delete',
    edit: 'Edit',
    undo: 'Undo',
    retry: 'Try again',
    copy: 'Copy',
    copied: 'Copied',
    search: 'Search',
    clear: 'Clear',
    back: 'Back',
    more: 'More',
    download: 'Download',
  },
  loading: 'Loading',
  saved: 'Saved.',
  deleted: (name: string) => `${name} is deleted.`,
  required: 'This is needed.',
  never: 'never',
  none: 'none',
  yes: 'yes',
  no: 'no',
  required_mark: 'required',
  problem: {
    title: 'That did not work',
    offline: 'The server was not reached. What you typed is still here: try again when it is back.',
    forbidden: 'Your profile does not allow this.',
    not_found: 'It is not there, or no longer.',
    request: (id: string) => `Request ${id}`,
    retryAfter: (seconds: number) => `Try again in ${seconds} seconds.`,
  },
  conflict: {
    title: 'Somebody else changed this',
    lead: 'It was changed since you opened it. Nothing of yours is lost: choose what is kept.',
    field: 'What',
    mine: 'Yours',
    theirs: 'Theirs, as it is now',
    keepMine: 'Keep mine',
    takeTheirs: 'Take theirs',
    same: 'Both made the same changes.',
  },
  ended: {
    title: 'Your session has ended',
    lead: 'Sign in again to go on where you were. What you typed stays.',
    again: 'Sign in again',
    blocked: 'The browser did not open the window. Allow it to, and try again.',
    other: 'Somebody else signed in. The page starts anew for them.',
  },
  unsaved: {
    title: 'Leave without saving?',
    lead: 'What you changed here is not saved.',
    action: 'Leave',
  },
  once: {
    title: 'Keep these values now',
    lead: 'They are shown this once. Whoever has them can act as this key or application.',
    done: 'I have kept them',
  },
  confirm: {
    type: (word: string) => `Type ${word} to confirm`,
    breaks: 'What stops working:',
  },
  table: {
    empty: 'Nothing fits.',
    count: (shown: number, total: number) =>
      shown === total ? `${shown}` : `${shown} of ${total}`,
    sortBy: (column: string) => `Sort by ${column}`,
    results: 'results',
  },
  chart: {
    asTable: 'As a table',
    asPicture: 'As a picture',
    period: 'When',
    nothing: 'Nothing happened in this time.',
  },
}

/** The words that all pages share. */
export const common = wordsOf({ en })
