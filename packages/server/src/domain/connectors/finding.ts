/** One thing that the doctor looked at. */
export type Finding = {
  /** What was looked at: a fixed word, for programs. */
  readonly id: string
  readonly verdict: 'ok' | 'warning' | 'fault'
  readonly message: string
  /** What was found: never a secret, never what a server answered. */
  readonly value?: string | undefined
  /** What to change, and where. */
  readonly advice?: string | undefined
}

type Detail = Pick<Finding, 'value' | 'advice'>

/** Nothing to do about it; with advice, there is something that might be done. */
export function fine(id: string, message: string, detail: Detail = {}): Finding {
  return { id, verdict: 'ok', message, ...detail }
}

/** It works, and is weaker or more fragile than it could be. */
export function warning(id: string, message: string, detail: Detail = {}): Finding {
  return { id, verdict: 'warning', message, ...detail }
}

/** Consumers are, or will be, refused. */
export function fault(id: string, message: string, detail: Detail = {}): Finding {
  return { id, verdict: 'fault', message, ...detail }
}
