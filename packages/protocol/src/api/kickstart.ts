import type { TSchema } from 'typebox'
import { apiKeyFields } from './api-key.ts'
import { nameText } from './entity-text.ts'
import {
  type InputContext,
  list,
  type ParseResult,
  type Reader,
  secret,
  text,
} from './input-reader.ts'
import { type KickstartApplication, kickstartApplication } from './kickstart-application.ts'
import { type KickstartCampaign, kickstartCampaign } from './kickstart-campaign.ts'
import { type KickstartConnector, kickstartConnector } from './kickstart-connector.ts'
import { kickstartSettings } from './kickstart-settings.ts'
import { type InputOf, optional, required } from './parse-input.ts'
import { standardClaimsReader } from './standard-claims.ts'
import { strictFields } from './strict-fields.ts'
import { userFields } from './user.ts'

/**
 * The kickstart file: accounts, and what is in them, to be made at start. Its entries are the create bodies
 * of the APIs with ids and secrets beside; but it is a file that somebody wrote for us, so a member that has
 * no name here is a fault, told with its path like every other.
 */

const {
  profileIds: _byName,
  passwordSh: _calledPassword,
  oldPassword: _ofUpdates,
  confirmPassword: _ofForms,
  resetMfaSecret: _laterOnly,
  ...ofTheApi
} = userFields

const kickstartUser = {
  ...ofTheApi,
  profiles: required(list(nameText, 4)),
  password: optional(secret(1024)),
  standardClaims: optional(standardClaimsReader),
}

/** Names of a key, as they stand in each request. Ours have 32 characters; those of elsewhere may be kept. */
const keyName = text({
  min: 8,
  max: 64,
  form: { pattern: /^[\w.~-]{8,64}$/, reason: 'must be 8 to 64 letters, digits or . _ ~ -' },
})
const keySecret: Reader<string> = (() => {
  const visible = text({
    min: 16,
    max: 256,
    form: {
      pattern: /^[\x21-\x7e]{16,256}$/,
      reason: 'must be 16 to 256 visible ASCII characters',
    },
  })
  return { ...visible, schema: { ...visible.schema, writeOnly: true } }
})()

const kickstartApiKey = {
  ...apiKeyFields,
  keyId: optional(keyName),
  token: optional(keyName),
  appSecret: optional(keySecret),
  tokenSecret: optional(keySecret),
}

const accountFields = {
  id: required(
    text({
      max: 20,
      form: { pattern: /^[A-Za-z0-9_]{1,20}$/, reason: 'must be 1 to 20 letters, digits or _' },
    }),
  ),
  name: required(text({ min: 1, max: 100 })),
  zone: optional(
    text({
      max: 40,
      form: { pattern: /^[a-z0-9-]{1,40}$/, reason: 'must be lower-case letters, digits or -' },
    }),
  ),
  settings: optional(kickstartSettings),
  users: optional(list(strictFields(kickstartUser), 10_000)),
  apiKeys: optional(list(strictFields(kickstartApiKey), 100)),
  applications: optional(list(kickstartApplication, 100)),
  connectors: optional(list(kickstartConnector, 100)),
  campaigns: optional(list(kickstartCampaign, 200)),
}

const fileFields = {
  $schema: optional(text({ max: 1000 })),
  accounts: required(list(strictFields(accountFields), 10_000)),
}

const file = strictFields(fileFields)

/** A user of the file. Without a password, one is generated. */
export type KickstartUser = InputOf<typeof kickstartUser, 'create'>

/** An API key of the file. Of its four values, those that are not given are generated. */
export type KickstartApiKey = InputOf<typeof kickstartApiKey, 'create'>

/** An account of the file. */
export type KickstartAccount = Omit<
  InputOf<typeof accountFields, 'create'>,
  'users' | 'apiKeys' | 'applications' | 'connectors' | 'campaigns'
> & {
  readonly users?: readonly KickstartUser[] | null
  readonly apiKeys?: readonly KickstartApiKey[] | null
  readonly applications?: readonly KickstartApplication[] | null
  readonly connectors?: readonly KickstartConnector[] | null
  readonly campaigns?: readonly KickstartCampaign[] | null
}

/** What a kickstart file says. */
export type Kickstart = { readonly accounts: readonly KickstartAccount[] }

/** Reads a kickstart file, or tells everything that is wrong with it. */
export function parseKickstart(value: unknown): ParseResult<Kickstart> {
  const context: InputContext = { mode: 'create', faults: [] }
  const read = file.read(value, '', context)
  if (read === undefined || context.faults.length > 0) return { ok: false, faults: context.faults }
  return { ok: true, value: read as Kickstart }
}

/** The JSON Schema of the file, for editors and for `docs/reference`. */
export const KickstartSchema: TSchema = file.schema
