import { DomainError } from '#domain/errors.ts'
import type { Change } from './config-change.ts'
import type { ConfigKind, ConfigObject } from './config-object.ts'
import {
  type ConfigPlan,
  findLive,
  notFoundMessage,
  takeIds,
  type WriteScope,
} from './config-writes.ts'
import { createFaults, type Faults } from './faults.ts'

/** One item of a body, on its way to an object. */
export type Edit<T, I> = {
  readonly place: string
  readonly id: number
  readonly input: I
  readonly previous: T | undefined
}

/**
 * The rules of one kind of object, for one caller. `C` is what the rules look up, read once for a whole
 * body.
 */
export type ConfigRules<T extends ConfigObject, I, C> = {
  readonly kind: ConfigKind<T>
  load(scope: WriteScope, inputs: readonly I[]): Promise<C>
  /** Whether the caller may know of it; if not, it does not exist for them. */
  isVisible(object: T, context: C): boolean
  /** Whether the caller may change such an object. Asked of it as it is, and as it is to be. */
  mayEdit(object: T, context: C): boolean
  mayRemove(object: T, context: C): boolean
  /** The object an item makes; whatever is wrong with it goes to the faults. */
  make(edit: Edit<T, I>, context: C, scope: WriteScope, faults: Faults): Change<T>
  /** What refers to the objects that are to be deleted goes to the faults. */
  checkRemoval(scope: WriteScope, changes: readonly Change<T>[], faults: Faults): Promise<void>
  store?(scope: WriteScope, change: Change<T>, context: C): Promise<void>
  settle?(scope: WriteScope, changes: readonly Change<T>[], context: C): Promise<void>
}

/** An item of a body, and where it stands there. */
export type Item<I> = { readonly place: string; readonly input: I }

/** The plan that adds new objects. */
export function planCreation<T extends ConfigObject, I, C>(
  rules: ConfigRules<T, I, C>,
  items: readonly Item<I>[],
): ConfigPlan<T> {
  return withContext(rules, items, async (scope, context) => {
    const first = await takeIds(rules.kind, scope, items.length)
    const edits = items.map((item, index) => ({ ...item, id: first + index, previous: undefined }))
    return makeAll(rules, edits, context, scope)
  })
}

/** The plan that replaces objects. */
export function planUpdate<T extends ConfigObject, I, C>(
  rules: ConfigRules<T, I, C>,
  items: readonly (Item<I> & { readonly id: number })[],
): ConfigPlan<T> {
  return withContext(rules, items, async (scope, context) => {
    const found = await findVisible(rules, scope, context, items)
    demand(
      rules,
      found.every((object) => rules.mayEdit(object, context)),
    )
    const edits = items.map((item, index) => ({ ...item, previous: found[index] }))
    return makeAll(rules, edits, context, scope)
  })
}

/** The plan that deletes objects. They stay, marked as deleted, and their names are free again. */
export function planRemoval<T extends ConfigObject, I, C>(
  rules: ConfigRules<T, I, C>,
  items: readonly { readonly id: number; readonly place: string }[],
): ConfigPlan<T> {
  return withContext<T, I, C>(rules, [], async (scope, context) => {
    const found = await findVisible(rules, scope, context, items)
    demand(
      rules,
      found.every((object) => rules.mayRemove(object, context)),
    )
    const changes = found.map((previous, index) => ({
      place: items[index]?.place ?? '',
      previous,
      next: { ...previous, deleted: true, dateUpdated: scope.now },
    }))
    const faults = createFaults('in_use')
    await rules.checkRemoval(scope, changes, faults)
    faults.settle(`This ${rules.kind.noun} is in use: take it from what uses it first.`)
    return changes
  })
}

function withContext<T extends ConfigObject, I, C>(
  rules: ConfigRules<T, I, C>,
  items: readonly Item<I>[],
  plan: (scope: WriteScope, context: C) => Promise<readonly Change<T>[]>,
): ConfigPlan<T> {
  let loaded: Promise<C> | undefined
  const context = (scope: WriteScope): Promise<C> => {
    loaded ??= rules.load(
      scope,
      items.map(({ input }) => input),
    )
    return loaded
  }
  return {
    plan: async (scope) => {
      // A transaction that runs again must not see what its first run saw.
      loaded = undefined
      return plan(scope, await context(scope))
    },
    store: async (scope, change) => rules.store?.(scope, change, await context(scope)),
    settle: async (scope, changes) => rules.settle?.(scope, changes, await context(scope)),
  }
}

function findVisible<T extends ConfigObject, I, C>(
  rules: ConfigRules<T, I, C>,
  scope: WriteScope,
  context: C,
  items: readonly { readonly id: number; readonly place: string }[],
): Promise<readonly T[]> {
  return findLive(rules.kind, scope, items, (object) => rules.isVisible(object, context))
}

function makeAll<T extends ConfigObject, I, C>(
  rules: ConfigRules<T, I, C>,
  edits: readonly Edit<T, I>[],
  context: C,
  scope: WriteScope,
): readonly Change<T>[] {
  const faults = createFaults('validation_failed')
  const changes = edits.map((edit) => rules.make(edit, context, scope, faults))
  faults.settle('The body is not valid; "fields" names every fault.')
  demand(
    rules,
    changes.every(({ next }) => rules.mayEdit(next, context)),
  )
  return changes
}

function demand(rules: { readonly kind: { readonly noun: string } }, may: boolean): void {
  if (!may) throw forbidden(rules.kind)
}

/** The refusal of a caller who lacks the permission. */
export function forbidden(kind: { readonly noun: string }): DomainError {
  return new DomainError(
    'forbidden',
    `Your profiles do not allow this change (${kind.noun}). An administrator can widen them.`,
  )
}

/** The refusal of what does not exist, or not for this caller. */
export function missing(kind: { readonly noun: string }): DomainError {
  return new DomainError('not_found', notFoundMessage(kind))
}
