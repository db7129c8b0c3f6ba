import { useQueryClient } from '@tanstack/react-query'
import type { EndedSessions, OpenSession } from '@watchword/protocol/api/session.ts'
import { useApi, useMe } from '#api/context.tsx'
import { Problem } from '#api/problem.ts'
import { browserOf } from '#ui/browser-of.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { notifyDone, notifyProblem } from '#ui/notify.tsx'
import { sessionWords as words } from './messages.ts'

const base = '/api/account/{accountId}/watchword'
/** So many are named when many are ended. */
const mostNamed = 8

export function nameOfSession({ loginName, userAgent, address }: OpenSession): string {
  return words.nameOf(loginName, browserOf(userAgent), address)
}

/** Ends sessions, after it was asked. */
export function useSessionEnds() {
  const api = useApi()
  const me = useMe()
  const client = useQueryClient()
  const confirm = useConfirm()
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['sessions'] }),
      client.invalidateQueries({ queryKey: ['users', 'sessions'] }),
    ])

  async function endOne({ id }: OpenSession): Promise<boolean> {
    try {
      await api.call('DELETE', `${base}/sessions/${id}`)
    } catch (fault) {
      // It ended by itself meanwhile: that is what was wanted.
      if (!(fault instanceof Problem && fault.status === 404)) return false
    }
    return true
  }

  async function end(sessions: readonly OpenSession[]): Promise<void> {
    const { title, lead, own } = words.ask
    const isOwn = sessions.some(({ current }) => current)
    const names = sessions.slice(0, mostNamed).map(nameOfSession)
    const rest = sessions.length - names.length
    const breaks = rest === 0 ? names : [...names, words.everywhere.sessions(rest)]
    const question = {
      title: title(sessions.length),
      lead: isOwn ? `${lead} ${own}` : lead,
      breaks: [...new Set(breaks)],
      action: words.end,
    }
    if (!(await confirm(question))) return
    let done = 0
    // One's own last: without it nothing more is ended.
    const inTurn = sessions.toSorted((one, other) => Number(one.current) - Number(other.current))
    for (const session of inTurn) if (await endOne(session)) done += 1
    await refresh()
    if (done > 0) notifyDone(words.ended(done))
    const failed = sessions.length - done
    if (failed > 0) notifyProblem(words.failed(failed, sessions.length))
  }

  async function signOut(
    { value, label }: { readonly value: string; readonly label: string },
    count: number,
  ): Promise<void> {
    const { title, lead, self, sessions, applications, action } = words.everywhere
    const question = {
      title: title(label),
      lead: value === `${me.userId}` ? `${lead} ${self}` : lead,
      breaks: [sessions(count), applications],
      action: action(label),
    }
    if (!(await confirm(question))) return
    try {
      const { body } = await api.call<EndedSessions>('DELETE', `${base}/users/${value}/sessions`)
      await refresh()
      notifyDone(words.ended(body.ended))
    } catch (fault) {
      notifyProblem(fault)
    }
  }

  return { end, signOut }
}
