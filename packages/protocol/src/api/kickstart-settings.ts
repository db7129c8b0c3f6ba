import { Type } from 'typebox'
import { type Reader, refuse, text } from './input-reader.ts'
import { featureName, maxFeatures, sectionReaders } from './settings.ts'
import { membersOf, pathOf, refuseUnknown, schemasOf, truth } from './strict-input.ts'

/**
 * The `settings` of an account in a kickstart file: any part of what the settings API takes, under the same
 * names and with the same ranges. What is left out keeps following the default.
 */

type Readers = Readonly<Record<string, Reader<unknown>>>

/** Those members of a table that were given. */
type Part<R extends Readers> = {
  readonly [K in keyof R]?: R[K] extends Reader<infer T> ? T : never
}

const features: Reader<Readonly<Record<string, boolean>>> = {
  schema: Type.Record(Type.String({ pattern: featureName.source }), Type.Boolean(), {
    maxProperties: maxFeatures,
  }),
  read: (value, path, context) => {
    const members = membersOf(value, path, context)
    if (members === undefined) return undefined
    if (members.size > maxFeatures) {
      return refuse(context, path, `must have at most ${maxFeatures} members`)
    }
    const read: Record<string, boolean> = {}
    for (const [name, given] of members) {
      const place = pathOf(path, name)
      if (!featureName.test(name)) refuse(context, place, 'is not a name of a feature')
      else read[name] = truth.read(given, place, context) ?? false
    }
    return read
  },
}

/** The settings of an account, section by section. */
export const kickstartSettings = part({
  loginPolicy: part(sectionReaders.loginPolicy),
  accessRestrictions: part(sectionReaders.accessRestrictions),
  sessions: part(sectionReaders.sessions),
  retention: part(sectionReaders.retention),
  consumers: part(sectionReaders.consumers),
  features,
  timeZone: text({ min: 1, max: 64 }),
})

/** An object of which any part may be given, and nothing else. */
function part<R extends Readers>(readers: R): Reader<Part<R>> {
  const names = Object.keys(readers)
  const properties = Object.entries(schemasOf(readers)).map(([name, schema]) => [
    name,
    Type.Optional(schema),
  ])
  return {
    schema: Type.Object(Object.fromEntries(properties), { additionalProperties: false }),
    read: function parsePart(value, path, context) {
      const members = membersOf(value, path, context)
      if (members === undefined) return undefined
      refuseUnknown(members, names, path, context)
      const given = Object.entries(readers).filter(([name]) => members.has(name))
      const read = given.map(([name, reader]) => [
        name,
        reader.read(members.get(name), pathOf(path, name), context),
      ])
      return Object.fromEntries(read) as Part<R>
    },
  }
}
