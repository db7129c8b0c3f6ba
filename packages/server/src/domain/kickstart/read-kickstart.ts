import { fieldsOf } from '@watchword/protocol/api/error-envelope.ts'
import {
  type Kickstart,
  type KickstartApiKey,
  parseKickstart,
} from '@watchword/protocol/api/kickstart.ts'
import type { KickstartApplication } from '@watchword/protocol/api/kickstart-application.ts'
import type { KickstartCampaign } from '@watchword/protocol/api/kickstart-campaign.ts'
import type { KickstartConnector } from '@watchword/protocol/api/kickstart-connector.ts'
import { locateJsonFault } from '@watchword/protocol/json/locate-json-fault.ts'
import { parseStrictJson } from '@watchword/protocol/json/strict-json.ts'
import { nameKey } from '#lib/name-key.ts'
import { KickstartError } from './kickstart-error.ts'

/** Reads the text of a kickstart file. Throws a `KickstartError` that names everything wrong with it. */
export function readKickstart(text: string): Kickstart {
  // Some editors mark a file as UTF-8 by a first character that JSON does not know.
  const json = text.replace(/^\uFEFF/, '')
  const fault = locateJsonFault(json)
  if (fault !== undefined) {
    throw new KickstartError([`line ${fault.line}, column ${fault.column}: ${fault.reason}`])
  }
  const parsed = parseStrictJson(json)
  if (!parsed.ok) throw new KickstartError([`the file: ${parsed.reason}`])
  const kickstart = parseKickstart(parsed.value)
  if (!kickstart.ok) throw new KickstartError(fieldsOf(kickstart.faults))
  const twice = namedTwice(kickstart.value)
  if (twice.length > 0) throw new KickstartError(twice)
  return kickstart.value
}

/** Of two entries with one name the second would be skipped in silence. */
function namedTwice({ accounts }: Kickstart): readonly string[] {
  return [
    ...repeats(accounts.map(({ id }, index) => ({ name: id, path: `accounts[${index}].id` }))),
    ...accounts.flatMap(({ users }, account) =>
      (['loginName', 'fullName'] as const).flatMap((member) =>
        repeats(
          (users ?? []).map((user, index) => ({
            name: nameKey(user[member]),
            path: `accounts[${account}].users[${index}].${member}`,
          })),
        ),
      ),
    ),
    ...accounts.flatMap(({ apiKeys }, account) =>
      keyNames(apiKeys ?? [], `accounts[${account}].apiKeys`).flatMap(repeats),
    ),
    ...accounts.flatMap(({ applications }, account) =>
      applicationNames(applications ?? [], `accounts[${account}].applications`).flatMap(repeats),
    ),
    ...accounts.flatMap(({ connectors }, account) =>
      idsAndNames(connectors ?? [], `accounts[${account}].connectors`).flatMap(repeats),
    ),
    ...accounts.flatMap(({ campaigns }, account) =>
      campaignNames(campaigns ?? [], `accounts[${account}].campaigns`).flatMap(repeats),
    ),
  ]
}

type Named = { readonly name: string; readonly path: string }

/** Ids; and the applications of keys without one, which are told apart by these alone. */
function keyNames(keys: readonly KickstartApiKey[], place: string): readonly (readonly Named[])[] {
  const named = keys.map((key, index) => ({ ...key, path: `${place}[${index}]` }))
  return [
    named.flatMap(({ keyId, path }) => (keyId ? [{ name: keyId, path: `${path}.keyId` }] : [])),
    named.flatMap(({ keyId, appName, path }) =>
      keyId ? [] : [{ name: appName, path: `${path}.appName` }],
    ),
  ]
}

/** Ids; and names, which are unique among the live ones. */
function applicationNames(
  applications: readonly KickstartApplication[],
  place: string,
): readonly (readonly Named[])[] {
  const named = applications.map((entry, index) => ({ entry, path: `${place}[${index}]` }))
  return [
    named.flatMap(({ entry: { client_id: id }, path }) =>
      id === undefined ? [] : [{ name: id, path: `${path}.client_id` }],
    ),
    named.map(({ entry, path }) => ({
      name: nameKey(entry.client_name),
      path: `${path}.client_name`,
    })),
  ]
}

/** Ids; and names, which are unique among the live ones. */
function idsAndNames(
  entries: readonly Pick<KickstartConnector, 'id' | 'name'>[],
  place: string,
): readonly (readonly Named[])[] {
  const named = entries.map((entry, index) => ({ ...entry, path: `${place}[${index}]` }))
  return [
    named.flatMap(({ id, path }) =>
      id === undefined ? [] : [{ name: `${id}`, path: `${path}.id` }],
    ),
    named.map(({ name, path }) => ({ name: nameKey(name), path: `${path}.name` })),
  ]
}

/** Those of campaigns; of engagements the ids in the whole account, the names in their campaign. */
function campaignNames(
  campaigns: readonly KickstartCampaign[],
  place: string,
): readonly (readonly Named[])[] {
  const within = campaigns.map(({ engagements }, index) =>
    idsAndNames(engagements, `${place}[${index}].engagements`),
  )
  return [
    ...idsAndNames(campaigns, place),
    within.flatMap(([ids = []]) => ids),
    ...within.map(([, names = []]) => names),
  ]
}

function repeats(entries: readonly Named[]): readonly string[] {
  const seen = new Set<string>()
  return entries.flatMap(({ name, path }) => {
    if (seen.has(name)) return [`${path}: is named twice`]
    seen.add(name)
    return []
  })
}
