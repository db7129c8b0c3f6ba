import { useRef, useState } from 'react'
import { useApi } from '#api/context.tsx'
import { carefulLimits, generatePassword } from '../generate-password.ts'
import { configPath } from '../paths.ts'
import { usePasswordPolicy, useUserCache } from '../queries.ts'
import type { FullUser } from '../user-types.ts'
import { importWords as words } from './messages.ts'
import type { Verdict } from './plan.ts'
import { type Outcome, type RunPorts, runImport, type Written } from './run.ts'

/** How far an import is. */
export type RunState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly outcomes: readonly Outcome[]; readonly stopping: boolean }
  | { readonly kind: 'over'; readonly outcomes: readonly Outcome[]; readonly stopped: unknown }

/** Runs an import. What it made is in this state alone: no cache, no storage. */
export function useRun() {
  const ports = usePorts()
  const cache = useUserCache()
  const [state, setState] = useState<RunState>({ kind: 'none' })
  const abort = useRef<AbortController>(undefined)

  async function start(verdicts: readonly Verdict[], revision: string | undefined) {
    const controller = new AbortController()
    abort.current = controller
    const earlier = state.kind === 'over' ? state.outcomes : []
    const kept = earlier.filter(({ result }) => result !== 'not_tried')
    const done = new Set(kept.map(({ line }) => line))
    const left = verdicts.filter(({ line }) => !done.has(line))
    const show = (outcomes: readonly Outcome[]) =>
      setState({
        kind: 'running',
        outcomes: [...kept, ...outcomes],
        stopping: controller.signal.aborted,
      })
    show([])
    const { outcomes, stopped } = await runImport(ports, left, {
      revision,
      signal: controller.signal,
      onProgress: show,
      words,
    })
    cache.keep(outcomes.flatMap(({ user }) => (user === undefined ? [] : [user])))
    const why = controller.signal.aborted ? undefined : stopped
    setState({ kind: 'over', outcomes: [...kept, ...outcomes], stopped: why })
  }

  function cancel() {
    abort.current?.abort()
    setState((now) => (now.kind === 'running' ? { ...now, stopping: true } : now))
  }

  /** Passwords that were saved are kept no longer. */
  function forgetPasswords() {
    setState((now) =>
      now.kind === 'over'
        ? { ...now, outcomes: now.outcomes.map(({ password: _, ...rest }) => rest) }
        : now,
    )
  }
  return { state, start, cancel, forgetPasswords, reset: () => setState({ kind: 'none' }) }
}

function usePorts(): RunPorts {
  const api = useApi()
  const policy = usePasswordPolicy()
  const query = { v: '6.0' }
  const write = async (
    method: string,
    body: readonly object[],
    ifMatch?: string,
  ): Promise<Written> => {
    const path = `${configPath}/users`
    const answer = await api.call<readonly FullUser[]>(method, path, { query, body, ifMatch })
    return { users: answer.body, revision: answer.revision }
  }
  return {
    create: (bodies) => write('POST', bodies),
    replace: (bodies, ifMatch) => write('PUT', bodies, ifMatch),
    async read() {
      const { body, revision } = await api.call<readonly FullUser[]>('GET', `${configPath}/users`, {
        query: { ...query, select: '$all' },
      })
      return { users: body, revision }
    },
    makePassword: (loginName) => generatePassword(policy ?? carefulLimits, loginName) ?? '',
    wait: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
  }
}
