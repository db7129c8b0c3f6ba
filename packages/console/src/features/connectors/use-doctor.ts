import type { ConnectorCheck } from '@watchword/protocol/api/connector-report.ts'
import { useEffect, useRef, useState } from 'react'
import { useApi } from '#api/context.tsx'
import { pauseMs, waitBeforeCheck } from './doctor.ts'
import { fieldId } from './field-id.ts'
import type { ConnectorBody } from './form-values.ts'
import { paths } from './store-connector.ts'

export type Doctor = {
  readonly check: ConnectorCheck | undefined
  readonly fault: unknown
  readonly isChecking: boolean
  /** What was checked is not what stands in the form now. */
  readonly isStale: boolean
  readonly checkNow: () => void
}

type Checked = {
  readonly of: string
  readonly check?: ConnectorCheck
  readonly fault?: unknown
}

/**
 * Has a connector looked at as it is typed, whenever typing pauses. Nothing of it is kept outside of this page: it may hold
 * a secret.
 */
export function useDoctor(body: ConnectorBody | undefined): Doctor {
  const api = useApi()
  const [checked, setChecked] = useState<Checked>()
  const [isChecking, setChecking] = useState(false)
  const [asked, setAsked] = useState(0)
  const answeredAsk = useRef(0)
  const lastAt = useRef<number>(undefined)
  const wanted =
    body === undefined ? undefined : JSON.stringify({ ...body, name: body.name || '-' })

  useEffect(() => {
    if (wanted === undefined) return
    const controller = new AbortController()
    const isAsked = asked !== answeredAsk.current
    const check = () => {
      // Half a secret is tried at nobody's server, where it might lock us out.
      if (!isAsked && isTypingSecret()) {
        timer = setTimeout(check, pauseMs)
        return
      }
      answeredAsk.current = asked
      lastAt.current = Date.now()
      setChecking(true)
      const { signal } = controller
      api
        .call<ConnectorCheck>('POST', paths.check, { body: JSON.parse(wanted), signal })
        .then(
          ({ body: found }) => setChecked({ of: wanted, check: found }),
          (fault: unknown) => signal.aborted || setChecked({ of: wanted, fault }),
        )
        .finally(() => signal.aborted || setChecking(false))
    }
    let timer = setTimeout(check, isAsked ? 0 : waitBeforeCheck(lastAt.current, Date.now()))
    return () => {
      clearTimeout(timer)
      controller.abort()
      setChecking(false)
    }
  }, [api, wanted, asked])

  return {
    check: checked?.check,
    fault: checked?.fault,
    isChecking,
    isStale: checked !== undefined && checked.of !== wanted,
    checkNow: () => setAsked((count) => count + 1),
  }
}

function isTypingSecret(): boolean {
  return document.activeElement?.id === fieldId('clientSecret')
}
