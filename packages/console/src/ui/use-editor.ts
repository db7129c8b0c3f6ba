import { useForm } from '@mantine/form'
import { useState } from 'react'
import { type Loaded, saveOver } from '#api/save-over.ts'
import { common } from '#messages/common.ts'
import type { Difference } from './conflict.tsx'
import { differencesTold, type Told } from './differences.ts'
import { faultsOf } from './form-problems.ts'
import { withTypedMeanwhile } from './typed-meanwhile.ts'
import { useUnsaved } from './use-unsaved.ts'

type About<Wire, Values extends object> = {
  /** What is edited, as it was read when the form was opened; `undefined`: it is made anew. */
  readonly loaded: Loaded<Wire> | undefined
  /** What a new one starts with. */
  readonly initial: Values
  readonly valuesOf: (wire: Wire) => Values
  /** Sends it: over what was read, or as a new one. */
  readonly send: (values: Values, over: Loaded<Wire> | undefined) => Promise<Loaded<Wire>>
  readonly reload: () => Promise<Loaded<Wire>>
  readonly onSaved: (saved: Loaded<Wire>) => void | Promise<void>
  /** For people, when somebody else changed it too. */
  readonly tell: (values: Values) => Told
  readonly validate?: (values: Values) => Readonly<Partial<Record<string, string>>>
  /** Is told when fields are at fault, by this page or by the server. */
  readonly onFaults?: (fields: readonly string[]) => void
}

/** A form over one object, with all that may happen to it: faults at fields, a refusal, somebody else's change. */
export type Editor<Values extends object> = {
  readonly form: ReturnType<typeof useForm<Values>>
  readonly saving: boolean
  readonly fault: unknown
  readonly submit: () => Promise<void>
  readonly conflict: {
    readonly differences: readonly Difference[] | undefined
    readonly onKeepMine: () => void
    readonly onTakeTheirs: () => void
    readonly onClose: () => void
  }
}

export function useEditor<Wire, Values extends object>(about: About<Wire, Values>): Editor<Values> {
  const { valuesOf, tell, onFaults = () => undefined } = about
  const [base, setBase] = useState(about.loaded)
  const [theirs, setTheirs] = useState<Loaded<Wire>>()
  const [fault, setFault] = useState<unknown>()
  const [saving, setSaving] = useState(false)
  const form = useForm<Values>({
    initialValues: base === undefined ? about.initial : valuesOf(base.value),
  })
  useUnsaved(() => form.isDirty())

  function settleOn(saved: Loaded<Wire>, sent: Values | undefined) {
    const values = valuesOf(saved.value)
    setBase(saved)
    form.setValues(sent === undefined ? values : withTypedMeanwhile(sent, form.getValues(), values))
    form.resetDirty(values)
    form.clearErrors()
  }

  async function save(over: Loaded<Wire> | undefined) {
    setTheirs(undefined)
    setFault(undefined)
    const values = form.getValues()
    const wrong = about.validate?.(values) ?? {}
    form.setErrors(wrong)
    if (Object.keys(wrong).length > 0) return onFaults(Object.keys(wrong))
    setSaving(true)
    try {
      const outcome = await sendOver(about, values, over)
      if (outcome.kind === 'conflict') return setTheirs(outcome.theirs)
      settleOn(outcome.saved, values)
      await about.onSaved(outcome.saved)
    } catch (thrown) {
      const { byField, rest } = faultsOf(thrown, Object.keys(values))
      form.setErrors(byField)
      setFault(rest)
      if (Object.keys(byField).length > 0) onFaults(Object.keys(byField))
    } finally {
      setSaving(false)
    }
  }

  return {
    form,
    saving,
    fault,
    submit: () => save(base),
    conflict: {
      differences:
        theirs === undefined
          ? undefined
          : differencesTold(tell(form.getValues()), tell(valuesOf(theirs.value)), common.none),
      onKeepMine: () => void save(theirs),
      onTakeTheirs: () => {
        if (theirs !== undefined) settleOn(theirs, undefined)
        setTheirs(undefined)
      },
      onClose: () => setTheirs(undefined),
    },
  }
}

async function sendOver<Wire, Values extends object>(
  { send, reload, valuesOf }: About<Wire, Values>,
  values: Values,
  over: Loaded<Wire> | undefined,
) {
  if (over === undefined) return { kind: 'saved' as const, saved: await send(values, undefined) }
  const text = (wire: Wire) => JSON.stringify(valuesOf(wire))
  return saveOver(over, {
    send: (now) => send(values, now),
    reload,
    isSame: (one, other) => text(one) === text(other),
  })
}
