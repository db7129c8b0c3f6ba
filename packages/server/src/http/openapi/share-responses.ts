import { isObject } from '@watchword/protocol/json/is-object.ts'
import type { SharedDocument } from './share-schemas.ts'

/** A document whose repeated refusals stand once, under `components.responses`. */
export type CompactDocument = SharedDocument & {
  readonly components: SharedDocument['components'] & {
    readonly responses: Readonly<Record<string, unknown>>
  }
}

type Member = readonly [name: string, value: unknown]

/** What an operation answers when it does as it was asked is read where it stands. */
const isRefusal = (status: string): boolean => !status.startsWith('2')

/**
 * Writes every refusal that several operations have under `components.responses`, and refers to it: they are alike almost
 * everywhere, and would be a quarter of the document.
 */
export function shareResponses(document: SharedDocument): CompactDocument {
  const counts = new Map<string, number>()
  mapRefusals(document.paths, (status, response) => {
    const key = `${status} ${JSON.stringify(response)}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
    return response
  })
  const responses: Record<string, unknown> = {}
  const names = new Map<string, string>()
  const paths = mapRefusals(document.paths, (status, response) => {
    const key = `${status} ${JSON.stringify(response)}`
    if ((counts.get(key) ?? 0) < 2) return response
    const name = names.get(key) ?? unusedName(status, responses)
    names.set(key, name)
    responses[name] = response
    return { $ref: `#/components/responses/${name}` }
  })
  return { ...document, paths, components: { ...document.components, responses } }
}

function mapRefusals(
  paths: unknown,
  change: (status: string, response: unknown) => unknown,
): Readonly<Record<string, unknown>> {
  return mapMembers(paths, ([, item]) =>
    mapMembers(item, ([, operation]) =>
      mapMembers(operation, ([name, value]) =>
        name === 'responses'
          ? mapMembers(value, ([status, response]) =>
              isRefusal(status) ? change(status, response) : response,
            )
          : value,
      ),
    ),
  )
}

function mapMembers(
  value: unknown,
  change: (member: Member) => unknown,
): Readonly<Record<string, unknown>> {
  const members = isObject(value) ? Object.entries(value) : []
  return Object.fromEntries(members.map((member) => [member[0], change(member)]))
}

/** `Status404`, then `Status404.2` for one that says it otherwise. */
function unusedName(status: string, taken: Readonly<Record<string, unknown>>): string {
  const first = `Status${status}`
  let name = first
  for (let number = 2; name in taken; number += 1) name = `${first}.${number}`
  return name
}
