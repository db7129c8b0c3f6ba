import { type AccountDirectory, entriesIn } from '#domain/directory/directory.ts'
import { strongEtag } from '#lib/etag.ts'

/** An answer that was written once and is sent many times. */
export type Answer = { readonly body: string; readonly etag: string }

/** The answers of one account's directory. */
export type Answers = {
  /** `undefined`: the service is not listed. */
  one(service: string): Answer | undefined
  all(): Answer
}

const written = new WeakMap<AccountDirectory, Answers>()

/** The answers of a directory: each is written when it is first asked for, and goes when the directory does. */
export function answersOf(directory: AccountDirectory): Answers {
  let answers = written.get(directory)
  if (answers === undefined) {
    answers = createAnswers(directory)
    written.set(directory, answers)
  }
  return answers
}

function createAnswers(directory: AccountDirectory): Answers {
  const ones = new Map<string, Answer>()
  let all: Answer | undefined
  return {
    one: (service) => {
      const kept = ones.get(service)
      if (kept !== undefined) return kept
      const baseURI = directory.hosts.get(service)
      if (baseURI === undefined) return undefined
      const answer = write({ service, account: directory.accountId, baseURI })
      ones.set(service, answer)
      return answer
    },
    all: () => (all ??= write({ baseURIs: entriesIn(directory) })),
  }
}

function write(value: object): Answer {
  const body = JSON.stringify(value)
  return { body, etag: strongEtag(body) }
}
