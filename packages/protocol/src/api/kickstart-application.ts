import { Type } from 'typebox'
import { ManifestBody, parseManifest } from './application.ts'
import { type Reader, refuse, text } from './input-reader.ts'
import { membersOf, pathOf } from './strict-input.ts'

/** An application of a kickstart file: its manifest, and what is generated if it is not given. */
export type KickstartApplication = {
  readonly client_name: string
  readonly client_id?: string
  readonly client_secret?: string
  readonly [member: string]: unknown
}

const clientId = text({
  max: 36,
  form: {
    pattern: /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/,
    reason: 'must be a UUID in lower case',
  },
})

const clientSecret = text({
  min: 16,
  max: 256,
  form: { pattern: /^[\x21-\x7e]{16,256}$/, reason: 'must be 16 to 256 visible ASCII characters' },
})

const given = new Map<string, Reader<string>>([
  ['client_id', clientId],
  ['client_secret', clientSecret],
])

/** Reads one: the manifest as the installation API does, so unknown members of it are kept. */
export const kickstartApplication: Reader<KickstartApplication> = {
  schema: Type.Intersect([
    ManifestBody,
    Type.Object({
      client_id: Type.Optional(
        Type.String({ format: 'uuid', description: 'Left out: it follows from the name' }),
      ),
      client_secret: Type.Optional(
        Type.String({
          minLength: 16,
          maxLength: 256,
          writeOnly: true,
          description: 'Left out: generated',
        }),
      ),
    }),
  ]),
  read: (value, path, context) => {
    const members = membersOf(value, path, context)
    if (members === undefined) return undefined
    const before = context.faults.length
    for (const [name, reader] of given) {
      if (members.has(name)) reader.read(members.get(name), pathOf(path, name), context)
    }
    const read = parseManifest(value)
    if (!read.ok) {
      for (const fault of read.faults) {
        refuse(context, fault.path === '' ? path : pathOf(path, fault.path), fault.reason)
      }
    }
    const isSound = context.faults.length === before
    return isSound ? (Object.fromEntries(members) as KickstartApplication) : undefined
  },
}
