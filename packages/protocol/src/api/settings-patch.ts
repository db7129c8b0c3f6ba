import { type InputContext, type ParseResult, type Reader, refuse, text } from './input-reader.ts'
import {
  featureName,
  maxFeatures,
  type SectionPatch,
  type SettingsPatch,
  sectionReaders,
} from './settings.ts'
import { membersOf, pathOf, refuseUnknown, truth } from './strict-input.ts'

/**
 * Reads a change of an account's settings: a JSON merge patch by section. `null` for a section puts
 * all of it back to the defaults; the text `default` does so for one member, because `null` is a
 * value of many of them ("never"). Every fault is told, with its path.
 */
export function parseSettingsPatch(body: unknown): ParseResult<SettingsPatch> {
  const context: InputContext = { mode: 'update', faults: [] }
  const members = membersOf(body, '', context)
  if (members === undefined) return { ok: false, faults: context.faults }
  refuseUnknown(members, topLevel, '', context)
  const patch: Record<string, unknown> = {}
  for (const [name, value] of members) {
    const read = topLevelReaders.get(name)?.(value, name, context)
    if (read !== undefined) patch[name] = read
  }
  return context.faults.length === 0
    ? { ok: true, value: patch as SettingsPatch }
    : { ok: false, faults: context.faults }
}

type ReadTop = (value: unknown, path: string, context: InputContext) => unknown

const timeZone = text({ min: 1, max: 64 })

const topLevelReaders: ReadonlyMap<string, ReadTop> = new Map<string, ReadTop>([
  ...Object.entries(sectionReaders).map(([name, readers]): [string, ReadTop] => [
    name,
    (value, path, context) => readSection(readers, value, path, context),
  ]),
  ['features', readFeatures],
  [
    'timeZone',
    (value, path, context) =>
      value === null || value === 'default' ? 'reset' : timeZone.read(value, path, context),
  ],
  [
    'preset',
    (value, path, context) =>
      value === 'reference' ? value : refuse(context, path, 'must be "reference"'),
  ],
  ['force', truth.read],
])

const topLevel = [...topLevelReaders.keys()]

function readSection(
  readers: Readonly<Record<string, Reader<unknown>>>,
  value: unknown,
  path: string,
  context: InputContext,
): SectionPatch<Record<string, unknown>> | undefined {
  if (value === null) return 'reset'
  const members = membersOf(value, path, context)
  if (members === undefined) return undefined
  const known = new Map(Object.entries(readers))
  refuseUnknown(members, [...known.keys()], path, context)
  return readMembers(members, (name) => known.get(name), path, context)
}

function readFeatures(
  value: unknown,
  path: string,
  context: InputContext,
): SectionPatch<Record<string, unknown>> | undefined {
  if (value === null) return 'reset'
  const members = membersOf(value, path, context)
  if (members === undefined) return undefined
  if (members.size > maxFeatures) {
    return refuse(context, path, `must have at most ${maxFeatures} members`)
  }
  for (const name of members.keys()) {
    if (!featureName.test(name)) refuse(context, pathOf(path, name), 'is not a name of a feature')
  }
  return readMembers(members, () => truth, path, context)
}

function readMembers(
  members: ReadonlyMap<string, unknown>,
  readerOf: (name: string) => Reader<unknown> | undefined,
  path: string,
  context: InputContext,
): SectionPatch<Record<string, unknown>> {
  const set: Record<string, unknown> = {}
  const reset: string[] = []
  for (const [name, value] of members) {
    if (value === 'default') reset.push(name)
    else set[name] = readerOf(name)?.read(value, pathOf(path, name), context)
  }
  return { set, reset }
}
