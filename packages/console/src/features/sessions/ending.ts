import type { OpenSession } from '@watchword/protocol/api/session.ts'
import { browserOf } from '#ui/browser-of.ts'

/** Words for what is asked before sessions end. */
export type EndingWords = {
  readonly title: (count: number) => string
  readonly lead: string
  readonly own: string
  readonly nameOf: (loginName: string, where: string, address: string) => string
  readonly more: (count: number) => string
}

/** So many are named when many are ended. */
const mostNamed = 8

export function nameOfSession(
  { loginName, userAgent, address }: OpenSession,
  nameOf: EndingWords['nameOf'],
): string {
  return nameOf(loginName, browserOf(userAgent), address)
}

/** What is asked before sessions end: which, each name once, and how many besides. */
export function endingOf(
  sessions: readonly OpenSession[],
  words: EndingWords,
): { readonly title: string; readonly lead: string; readonly breaks: readonly string[] } {
  const isOwn = sessions.some(({ current }) => current)
  const names = sessions.slice(0, mostNamed).map((session) => nameOfSession(session, words.nameOf))
  const rest = sessions.length - names.length
  return {
    title: words.title(sessions.length),
    lead: isOwn ? `${words.lead} ${words.own}` : words.lead,
    breaks: [...new Set(names), ...(rest === 0 ? [] : [words.more(rest)])],
  }
}

/**
 * Ends them one after the other, one's own last: without it nothing more is ended. One that was over already is over, as was
 * wanted.
 */
export async function endEach<Session extends Pick<OpenSession, 'current'>>(
  sessions: readonly Session[],
  end: (session: Session) => Promise<'ended' | 'over' | 'refused'>,
): Promise<{ readonly done: number; readonly failed: number }> {
  let done = 0
  const inTurn = sessions.toSorted((one, other) => Number(one.current) - Number(other.current))
  for (const session of inTurn) if ((await end(session)) !== 'refused') done += 1
  return { done, failed: sessions.length - done }
}
