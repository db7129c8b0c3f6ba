import type { Manifest } from '@watchword/protocol/api/application.ts'
import { redirectUriFault } from '@watchword/protocol/api/redirect-uri-fault.ts'
import { grantTypesOf, scopesOf } from './manifest.ts'
import { type WebhookRow, webhookFaultOf, webhookRowsOf, webhooksOf } from './webhooks.ts'

/** A text of the application in one language (RFC 7591 section 2.2). */
export type LocalName = {
  readonly tag: string
  readonly display_name: string
  readonly description: string
}

/** What the form holds. Its members are called as those of the manifest, so that the server's faults find them. */
export type FormValues = {
  readonly client_name: string
  readonly display_name: string
  readonly description: string
  readonly localNames: readonly LocalName[]
  readonly logo_uri: string
  readonly application_type: 'web' | 'native'
  readonly grant_types: readonly string[]
  readonly redirect_uris: readonly string[]
  readonly post_logout_redirect_uris: readonly string[]
  readonly scope: readonly string[]
  /** `''`: Basic or post, as the server has it by itself. */
  readonly token_endpoint_auth_method: string
  readonly jwks_uri: string
  /** As JSON. */
  readonly jwks: string
  readonly require_pkce: boolean
  readonly access_token_format: string
  /** `''`: as the server has it by itself. */
  readonly sentinel_consent: '' | 'yes' | 'no'
  readonly secret_readable: boolean
  readonly webhooks: readonly WebhookRow[]
  /** Seconds; `''`: by count, or not at all. */
  readonly retention: number | ''
  readonly audience: 'all' | 'some'
  /** Ids as texts: a choice in a list has no other. */
  readonly enabled_for_profiles: readonly string[]
  readonly quick_launch_enabled: boolean
  readonly entry_uri: string
}

/** What the form shows of a manifest. */
export function valuesOf(manifest: Manifest): FormValues {
  const { enabled_for_profiles: profiles, sentinel_consent: consent } = manifest
  return {
    client_name: manifest.client_name,
    display_name: manifest.display_name ?? '',
    description: manifest.description ?? '',
    localNames: localNamesOf(manifest),
    logo_uri: manifest.logo_uri ?? '',
    application_type: manifest.application_type ?? 'web',
    grant_types: grantTypesOf(manifest),
    redirect_uris: manifest.redirect_uris ?? [],
    post_logout_redirect_uris: manifest.post_logout_redirect_uris ?? [],
    scope: scopesOf(manifest),
    token_endpoint_auth_method: manifest.token_endpoint_auth_method ?? '',
    jwks_uri: manifest.jwks_uri ?? '',
    jwks: manifest.jwks === undefined ? '' : JSON.stringify(manifest.jwks, null, 2),
    require_pkce: manifest.require_pkce ?? true,
    access_token_format: manifest.access_token_format ?? 'at+jwt',
    sentinel_consent: consent === undefined ? '' : consent ? 'yes' : 'no',
    secret_readable: manifest['secret_readable'] !== false,
    ...webhookRowsOf(manifest.capabilities),
    audience: profiles === undefined ? 'all' : 'some',
    enabled_for_profiles: (profiles ?? []).map(String),
    quick_launch_enabled: manifest.quick_launch_enabled ?? false,
    entry_uri: manifest.entry_uri ?? '',
  }
}

/**
 * The manifest that the form means: what it does not show stays as it was, and what was left out and is as it would be by
 * itself stays left out.
 */
export function manifestFrom(values: FormValues, base: Manifest): Manifest {
  const kept = new Map<string, unknown>(Object.entries(base))
  const put = (name: string, value: unknown, byItself?: unknown) => {
    if (value === byItself && !kept.has(name)) return
    if (value === undefined) kept.delete(name)
    else kept.set(name, value)
  }
  put('client_name', values.client_name.trim())
  for (const name of [
    'display_name',
    'description',
    'logo_uri',
    'entry_uri',
    'jwks_uri',
  ] as const) {
    put(name, orNothing(values[name].trim()))
  }
  putLocalNames(kept, values.localNames)
  put('grant_types', values.grant_types)
  if (values.grant_types.includes('authorization_code') && !kept.has('response_types')) {
    kept.set('response_types', ['code'])
  }
  put('redirect_uris', listOrNothing(values.redirect_uris))
  put('post_logout_redirect_uris', listOrNothing(values.post_logout_redirect_uris))
  put('application_type', values.application_type, 'web')
  put('scope', orNothing(values.scope.join(' ')))
  put('token_endpoint_auth_method', orNothing(values.token_endpoint_auth_method))
  put('jwks', values.jwks.trim() === '' ? undefined : parsed(values.jwks))
  put('require_pkce', values.require_pkce, true)
  put('access_token_format', values.access_token_format, 'at+jwt')
  const consent = values.sentinel_consent
  put('sentinel_consent', consent === '' ? undefined : consent === 'yes')
  put('secret_readable', values.secret_readable, true)
  put('capabilities', webhooksOf(values, base.capabilities))
  const profiles = values.enabled_for_profiles.map(Number)
  put('enabled_for_profiles', values.audience === 'all' ? undefined : profiles)
  put('quick_launch_enabled', values.quick_launch_enabled, false)
  return Object.fromEntries(kept) as Manifest
}

/** Words for faults that the page finds itself. */
export type FaultWords = {
  readonly required: string
  readonly addresses: string
  readonly language: string
  readonly languageTwice: string
  readonly json: string
  readonly webhooks: string
  readonly eventTwice: string
}

/** What the page can say without asking: by field. */
export function faultsIn(values: FormValues, words: FaultWords): Readonly<Record<string, string>> {
  const { redirect_uris, post_logout_redirect_uris, application_type: type, jwks } = values
  const tags = values.localNames.map(({ tag }) => tag)
  const hasFault = (uris: readonly string[]) =>
    uris.some((uri) => uri.trim() !== '' && redirectUriFault(uri.trim(), type) !== undefined)
  const found: Readonly<Record<string, string | false>> = {
    client_name: values.client_name.trim() === '' && words.required,
    redirect_uris: hasFault(redirect_uris) && words.addresses,
    post_logout_redirect_uris: hasFault(post_logout_redirect_uris) && words.addresses,
    localNames:
      (tags.some((tag) => !languageTag.test(tag)) && words.language) ||
      (hasTwice(tags) && words.languageTwice),
    jwks: jwks.trim() !== '' && parsed(jwks) === undefined && words.json,
    webhooks:
      (values.webhooks.some((row) => webhookFaultOf(row) !== undefined) && words.webhooks) ||
      (hasTwice(values.webhooks.map(({ event }) => event.trim())) && words.eventTwice),
  }
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== false),
  )
}

/** A member of a manifest stands once: of two rows for one, the first would be lost without a word. */
function hasTwice(names: readonly string[]): boolean {
  return new Set(names).size < names.length
}

const languageTag = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/
const inLanguage = ['display_name', 'description'] as const

function localNamesOf(manifest: Manifest): readonly LocalName[] {
  const tags = Object.keys(manifest).flatMap((name) => {
    const [base, tag] = name.split('#')
    return tag !== undefined && inLanguage.some((one) => one === base) ? [tag] : []
  })
  const textOf = (name: string) => {
    const { [name]: text } = manifest
    return typeof text === 'string' ? text : ''
  }
  return [...new Set(tags)].map((tag) => ({
    tag,
    display_name: textOf(`display_name#${tag}`),
    description: textOf(`description#${tag}`),
  }))
}

function putLocalNames(kept: Map<string, unknown>, names: readonly LocalName[]): void {
  for (const name of [...kept.keys()]) {
    if (inLanguage.some((base) => name.startsWith(`${base}#`))) kept.delete(name)
  }
  for (const { tag, ...texts } of names) {
    for (const base of inLanguage) {
      if (texts[base].trim() !== '') kept.set(`${base}#${tag}`, texts[base].trim())
    }
  }
}

function orNothing(text: string): string | undefined {
  return text === '' ? undefined : text
}

function listOrNothing(texts: readonly string[]): readonly string[] | undefined {
  const given = texts.map((text) => text.trim()).filter((text) => text !== '')
  return given.length === 0 ? undefined : given
}

/** `undefined`: it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
