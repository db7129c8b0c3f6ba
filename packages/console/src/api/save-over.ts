import type { Answer } from './client.ts'
import { Problem } from './problem.ts'

/** Something as it was read, with the revision of that moment. */
export type Loaded<T> = { readonly value: T; readonly revision: string | undefined }

/** An answer as something that was read. */
export function loadedOf<T>({ body, revision }: Pick<Answer<T>, 'body' | 'revision'>): Loaded<T> {
  return { value: body, revision }
}

export type Saved<T> =
  | { readonly kind: 'saved'; readonly saved: Loaded<T> }
  /** Somebody else changed the same thing meanwhile. */
  | { readonly kind: 'conflict'; readonly theirs: Loaded<T> }

const tries = 4

/**
 * Replaces something that was read earlier. A revision counts every change of an account's configuration, so a refusal
 * (412) need not mean that this very thing was changed: it is read again, and sent again if it is as it was.
 */
export async function saveOver<T>(
  base: Loaded<T>,
  {
    send,
    reload,
    isSame,
  }: {
    readonly send: (over: Loaded<T>) => Promise<Loaded<T>>
    readonly reload: () => Promise<Loaded<T>>
    readonly isSame: (one: T, other: T) => boolean
  },
): Promise<Saved<T>> {
  let over = base
  for (let left = tries; ; left -= 1) {
    try {
      return { kind: 'saved', saved: await send(over) }
    } catch (fault) {
      if (left <= 1 || !(fault instanceof Problem) || !fault.isConflict) throw fault
    }
    const now = await reload()
    if (!isSame(base.value, now.value)) return { kind: 'conflict', theirs: now }
    over = now
  }
}

/**
 * Changes one thing in whatever is there now, such as a switch: what others changed besides is kept, so there is nothing
 * to choose.
 */
export async function changeNewest<T>({
  reload,
  send,
}: {
  readonly reload: () => Promise<Loaded<T>>
  readonly send: (over: Loaded<T>) => Promise<Loaded<T>>
}): Promise<Loaded<T>> {
  const saved = await saveOver(await reload(), { send, reload, isSame: () => true })
  if (saved.kind === 'conflict') throw new Error('nothing differs here')
  return saved.saved
}

/**
 * Deletes something after the user agreed to what goes with it. What that is, is read when it is asked, and asked again if it
 * is something else by the time of the deletion. `false`: the user did not agree.
 */
export async function deleteAsked<T>({
  reload,
  ask,
  remove,
}: {
  /** What goes with it, and the revision of that moment. */
  readonly reload: () => Promise<Loaded<T>>
  readonly ask: (value: T) => Promise<boolean>
  readonly remove: (revision: string | undefined) => Promise<unknown>
}): Promise<boolean> {
  let agreed: string | undefined
  for (let left = tries; ; left -= 1) {
    const { value, revision } = await reload()
    const now = JSON.stringify(value)
    if (now !== agreed && !(await ask(value))) return false
    agreed = now
    try {
      await remove(revision)
      return true
    } catch (fault) {
      if (left <= 1 || !(fault instanceof Problem) || !fault.isConflict) throw fault
    }
  }
}
