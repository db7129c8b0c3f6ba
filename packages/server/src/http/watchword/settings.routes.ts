import { ErrorEnvelope, fieldsOf } from '@watchword/protocol/api/error-envelope.ts'
import {
  SettingsAnswer,
  SettingsPatchBody,
  SettingsPreview,
} from '@watchword/protocol/api/settings.ts'
import { parseSettingsPatch } from '@watchword/protocol/api/settings-patch.ts'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Account } from '#domain/accounts/account.ts'
import { changeSettings, readSettings } from '#domain/accounts/change-settings.ts'
import { pathsOfSet } from '#domain/accounts/merge-settings.ts'
import { previewSettings } from '#domain/accounts/preview-settings.ts'
import { defaultSettings, resolveSettings } from '#domain/accounts/settings.ts'
import { requireAdministrator } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import { originOf, userOf } from '#http/authenticate.ts'
import { readRevision } from '#http/if-match.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals, type WatchwordPorts } from './route-about.ts'

/** The settings of the account: for administrators. */
export function addSettings(app: FastifyInstance, ports: WatchwordPorts): void {
  const about = { tags: ['Settings' as const], security: byBearer, params: AccountParams }
  const read = {
    ...about,
    summary: 'Read the settings',
    description: 'All that holds, and which of it was set. What was not set follows the defaults.',
    response: { 200: SettingsAnswer, ...commonRefusals },
  }
  app.get(`${base}/settings`, { schema: read }, async (request, reply) =>
    answer(reply, await readSettings(ports, userOf(request))),
  )
  const change = {
    ...about,
    summary: 'Change settings',
    description:
      'A JSON merge patch by section. `null` puts a section back to the defaults, the text `default` ' +
      'one member of it; a member that may be `null` then means "no limit" or "never". What is ' +
      'tightened holds at once, for open sessions too: those opened from outside of tightened ' +
      '`accessRestrictions` end, the one that asks excepted, and with sessions the tokens that follow from them. Send the `ETag` as `If-Match` to be told ' +
      'of changes by others (412).',
    headers: Type.Object({ 'if-match': Type.Optional(Type.String()) }),
    body: SettingsPatchBody,
    response: { 200: SettingsAnswer, ...commonRefusals, 412: ErrorEnvelope },
  }
  // The body is read by the tables that its schema is made from: they name each fault by its path.
  const validatorCompiler = () => () => true
  app.patch(`${base}/settings`, { schema: change, validatorCompiler }, async (request, reply) => {
    const caller = userOf(request)
    requireAdministrator(caller)
    const ifRevision = readRevision(request)
    const patch = readPatch(request.body)
    const changed = { caller, origin: originOf(request), patch, ifRevision }
    return answer(reply, await changeSettings(ports, changed))
  })
  const preview = {
    ...about,
    summary: 'Ask what a change of settings would do',
    description:
      'The same body as of a change, and nothing is written: what would differ, how many open sessions would end, and ' +
      'whether you would shut out the address that you call from.',
    operationId: 'previewSettings',
    body: SettingsPatchBody,
    response: { 200: SettingsPreview, ...commonRefusals },
  }
  app.post(`${base}/settings/preview`, { schema: preview, validatorCompiler }, async (request) => {
    const caller = userOf(request)
    requireAdministrator(caller)
    const asked = { caller, origin: originOf(request), patch: readPatch(request.body) }
    const { changes, ...told } = await previewSettings(ports, asked)
    return { ...told, changes: [...changes] }
  })
}

function readPatch(body: unknown) {
  const read = parseSettingsPatch(body)
  if (read.ok) return read.value
  throw new DomainError('validation_failed', 'The settings are not valid; see "fields".', {
    fields: fieldsOf(read.faults),
  })
}

function answer(reply: FastifyReply, { settings, settingsRevision }: Account): SettingsAnswer {
  reply.header('etag', `"${settingsRevision}"`)
  return {
    revision: settingsRevision,
    settings: resolveSettings(settings),
    set: [...pathsOfSet(settings)],
    defaults: defaultSettings,
  }
}
