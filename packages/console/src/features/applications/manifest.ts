import type { ApplicationObject, Manifest } from '@watchword/protocol/api/application.ts'

/** An installed application as pages hold it: never with its secret. */
export type Application = Omit<ApplicationObject, 'client_secret'> & Manifest

/** What kind of application it is: it decides what a form asks for and what a new one starts with. */
export const kinds = ['web', 'spa', 'native', 'machine'] as const
export type Kind = (typeof kinds)[number]

/** What the installation adds to a manifest, and what other pages switch: no part of what is edited or exported. */
const added = [
  ...['id', 'client_id', 'client_secret', 'client_id_issued_at', 'client_secret_expires_at'],
  ...['previous_client_secret_expires_at', 'global_application_id', 'global_application_version'],
  ...['deleted', 'enabled', 'first_party'],
] as const

/** The application without its secret, whatever was answered. */
export function withoutSecret(answered: ApplicationObject): Application {
  const { client_secret: _, ...rest } = answered
  return rest as Application
}

/** What its author wrote: to be edited, or taken to another account. */
export function manifestOf(application: Application): Manifest {
  const entries = Object.entries(application).filter(([name]) => !added.some((one) => one === name))
  return Object.fromEntries(entries) as Manifest
}

/** What people call it. */
export function nameOf({
  display_name,
  client_name,
}: Pick<Manifest, 'display_name' | 'client_name'>): string {
  return display_name || client_name
}

/** Left out, it is the code (our decisions; RFC 7591 section 2). */
export function grantTypesOf({ grant_types }: Manifest): readonly string[] {
  return grant_types ?? ['authorization_code']
}

export function kindOf(manifest: Manifest): Kind {
  const grants = grantTypesOf(manifest)
  if (!grants.includes('authorization_code')) return 'machine'
  if (manifest.application_type === 'native') return 'native'
  return manifest.token_endpoint_auth_method === 'none' ? 'spa' : 'web'
}

/** What a new application of a kind starts with: what the standards advise for it (RFC 8252, RFC 9700). */
export function startOf(kind: Kind): Omit<Manifest, 'client_name'> {
  if (kind === 'machine') {
    return {
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
    }
  }
  const users = { grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] }
  if (kind === 'web') return { ...users, token_endpoint_auth_method: 'client_secret_basic' }
  const open = { ...users, token_endpoint_auth_method: 'none' } as const
  return kind === 'native' ? { ...open, application_type: 'native' } : open
}

/** Scopes by their names, in their order. */
export function scopesOf({ scope = '' }: Manifest): readonly string[] {
  return scope.split(' ').filter((name) => name !== '')
}

/** What an application may do in one version of its manifest that it might not in the one before. */
export function scopesGained(before: Manifest, after: Manifest): readonly string[] {
  const had = new Set(scopesOf(before))
  return scopesOf(after).filter((name) => !had.has(name))
}

/** An address that a page may lead to: nothing that a browser would run. */
export function safeAddress(address: string, origin: string): string | undefined {
  if (!URL.canParse(address, origin)) return undefined
  const { protocol, href } = new URL(address, origin)
  return protocol === 'https:' || protocol === 'http:' ? href : undefined
}

/** A name for a file of it. */
export function fileNameOf({ client_name }: Pick<Manifest, 'client_name'>): string {
  const plain = client_name
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  return `${plain || 'application'}.json`
}
