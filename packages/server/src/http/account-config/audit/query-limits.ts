import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql'
import { DomainError } from '#domain/errors.ts'

/**
 * What one query may be: enough for every field of every documented use and for introspection by common
 * tools, and far from what would keep the server busy.
 */
export const queryLimits = {
  characters: 16_000,
  tokens: 1500,
  depth: 15,
  /** Fields, with those of fragments counted wherever they are spread. */
  fields: 500,
  /** How often `auditData` may stand in it, under whatever names. */
  auditData: 5,
  /** Fields of all of these together. */
  auditFields: 100,
}

/** Refuses a query that is too large, before anything is made of it. Cycles of fragments are cut here. */
export function checkQuerySize(document: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition)
  }
  const measure = createMeasure(fragments)
  for (const definition of document.definitions) {
    if (definition.kind !== 'OperationDefinition') continue
    const size = measure(definition.selectionSet)
    refuseAbove('depth', size.depth)
    refuseAbove('fields', size.fields)
    refuseAbove('auditData', size.auditData)
    refuseAbove('auditFields', size.auditFields)
  }
}

type Size = {
  readonly depth: number
  readonly fields: number
  readonly auditData: number
  readonly auditFields: number
}

const nothing: Size = { depth: 0, fields: 0, auditData: 0, auditFields: 0 }

/** Each fragment is measured once, however often it is spread: the cost follows the text, not what it means. */
function createMeasure(fragments: ReadonlyMap<string, FragmentDefinitionNode>) {
  const measured = new Map<string, Size>()

  function measureFragment(name: string): Size {
    const known = measured.get(name)
    if (known !== undefined) return known
    measured.set(name, nothing)
    const fragment = fragments.get(name)
    const size = fragment === undefined ? nothing : measure(fragment.selectionSet)
    measured.set(name, size)
    return size
  }

  function measure({ selections }: SelectionSetNode): Size {
    let sum = nothing
    for (const selection of selections) {
      if (selection.kind === 'FragmentSpread') {
        sum = add(sum, measureFragment(selection.name.value))
        continue
      }
      const inner = selection.selectionSet === undefined ? nothing : measure(selection.selectionSet)
      if (selection.kind === 'InlineFragment') sum = add(sum, inner)
      else sum = add(sum, around(inner, selection.name.value === 'auditData'))
    }
    return sum
  }

  return measure
}

function add(a: Size, b: Size): Size {
  return {
    depth: Math.max(a.depth, b.depth),
    fields: a.fields + b.fields,
    auditData: a.auditData + b.auditData,
    auditFields: a.auditFields + b.auditFields,
  }
}

function around(inner: Size, isAuditData: boolean): Size {
  return {
    depth: inner.depth + 1,
    fields: inner.fields + 1,
    auditData: inner.auditData + (isAuditData ? 1 : 0),
    auditFields: inner.auditFields + (isAuditData ? inner.fields : 0),
  }
}

const words: Readonly<Record<keyof Size, string>> = {
  depth: 'nested too deep',
  fields: 'asking for too many fields',
  auditData: 'asking for auditData too often',
  auditFields: 'asking for too many fields of auditData',
}

function refuseAbove(limit: keyof Size, value: number): void {
  if (value <= queryLimits[limit]) return
  throw new DomainError(
    'bad_request',
    `The query is ${words[limit]}: at most ${queryLimits[limit]} are answered.`,
  )
}
