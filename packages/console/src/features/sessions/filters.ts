import type { OpenSession } from '@watchword/protocol/api/session.ts'

/** What a list of sessions is narrowed to; empty: everything. */
export type SessionFilter = { readonly userId: string; readonly method: string }

export const noFilter: SessionFilter = { userId: '', method: '' }

type Told = Pick<OpenSession, 'userId' | 'loginName' | 'method'>

/** The sessions that fit. */
export function filtered<Session extends Told>(
  sessions: readonly Session[],
  { userId, method }: SessionFilter,
): readonly Session[] {
  return sessions.filter(
    (session) =>
      (userId === '' || `${session.userId}` === userId) &&
      (method === '' || session.method === method),
  )
}

/** Who has sessions, by name; two users never share a login name. */
export function usersOf(
  sessions: readonly Told[],
): readonly { readonly value: string; readonly label: string }[] {
  const names = new Map(sessions.map(({ userId, loginName }) => [`${userId}`, loginName]))
  return [...names]
    .map(([value, label]) => ({ value, label: label === '' ? value : label }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
}

/** In which ways people signed in. */
export function methodsOf(sessions: readonly Told[]): readonly string[] {
  return [...new Set(sessions.map(({ method }) => method))].toSorted()
}
