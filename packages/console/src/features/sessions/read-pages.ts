import type { OpenSession, OpenSessions } from '@watchword/protocol/api/session.ts'

/** As many as one answer holds. */
export const pageLength = 1000
/** More than that are not read: whoever has so many looks for one user. */
export const mostRead = 5000

/** All sessions, page by page. Those that begin or end meanwhile may be missing, or in two pages: each is told once. */
export async function readPages(
  read: (offset: number) => Promise<OpenSessions>,
): Promise<OpenSessions> {
  const found = new Map<string, OpenSession>()
  for (let offset = 0; ; offset += pageLength) {
    const { sessions, total } = await read(offset)
    for (const session of sessions) found.set(session.id, session)
    const isLast = sessions.length < pageLength || offset + pageLength >= mostRead
    if (isLast) return { sessions: [...found.values()], total: Math.max(total, found.size) }
  }
}
