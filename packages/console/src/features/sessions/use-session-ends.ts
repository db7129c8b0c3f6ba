import { useQueryClient } from '@tanstack/react-query'
import type { EndedSessions, OpenSession } from '@watchword/protocol/api/session.ts'
import { useApi, useMe } from '#api/context.tsx'
import { Problem } from '#api/problem.ts'
import { useConfirm } from '#ui/confirm.tsx'
import { notifyDone, notifyProblem } from '#ui/notify.tsx'
import { endEach, endingOf, nameOfSession } from './ending.ts'
import { sessionWords as words } from './messages.ts'

const base = '/api/account/{accountId}/watchword'

/** What a session is called, in these pages' words. */
export function nameOf(session: OpenSession): string {
  return nameOfSession(session, words.nameOf)
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

  async function endOne({ id }: OpenSession) {
    try {
      await api.call('DELETE', `${base}/sessions/${id}`)
      return 'ended'
    } catch (fault) {
      return fault instanceof Problem && fault.status === 404 ? 'over' : 'refused'
    }
  }

  async function end(sessions: readonly OpenSession[]): Promise<void> {
    const { ask, nameOf, everywhere } = words
    const question = endingOf(sessions, { ...ask, nameOf, more: everywhere.sessions })
    if (!(await confirm({ ...question, action: words.end }))) return
    const { done, failed } = await endEach(sessions, endOne)
    await refresh()
    if (done > 0) notifyDone(words.ended(done))
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
