import type { SampleApplication, SampleKind } from './samples.ts'

/** Something to fill samples with, by its name. Nothing secret is in it. */
export type Choice<T> = { readonly id: string; readonly name: string; readonly value: T }

/** An installed application, as far as samples need it. */
export type Installed = {
  readonly client_id: string
  readonly client_name: string
  readonly display_name?: string
  readonly enabled: boolean
  readonly deleted: boolean
  readonly redirect_uris?: readonly string[]
  readonly grant_types?: readonly string[]
  readonly token_endpoint_auth_method?: SampleApplication['method']
}

/** The applications that may do what a sample shows. Grants that are left out are the code (RFC 7591 section 2). */
export function applicationChoices(
  kind: Extract<SampleKind, 'code' | 'clientCredentials'>,
  installed: readonly Installed[],
): readonly Choice<SampleApplication>[] {
  return installed
    .filter(({ enabled, deleted }) => enabled && !deleted)
    .filter(({ grant_types: grants = ['authorization_code'], token_endpoint_auth_method }) =>
      kind === 'code'
        ? grants.includes('authorization_code')
        : grants.includes('client_credentials') && token_endpoint_auth_method !== 'none',
    )
    .map(({ client_id: id, redirect_uris, token_endpoint_auth_method, ...names }) => ({
      ...{ id, name: names.display_name || names.client_name },
      value: {
        ...{ clientId: id, redirectUri: redirect_uris?.[0] },
        method: token_endpoint_auth_method ?? 'client_secret_basic',
      },
    }))
}

/** Keys that are switched on. */
export function keyChoices(
  keys: readonly { readonly keyId: string; readonly appName: string; readonly enabled: boolean }[],
): readonly Choice<string>[] {
  return keys
    .filter(({ enabled }) => enabled)
    .map(({ keyId, appName }) => ({ id: keyId, name: appName, value: keyId }))
}

/** Connectors by which somebody vouches come first: the sample has an id_token to show. */
export function connectorChoices(
  connectors: readonly { readonly id: number; readonly name: string; readonly type: number }[],
): readonly Choice<number>[] {
  return connectors
    .toSorted((a, b) => Number(a.type === 0) - Number(b.type === 0))
    .map(({ id, name }) => ({ id: `${id}`, name, value: id }))
}

/** The one that was chosen; the first, if none was or it is there no longer. */
export function chosenOf<T>(
  choices: readonly Choice<T>[] | undefined,
  id: string | null,
): Choice<T> | undefined {
  return choices?.find((one) => one.id === id) ?? choices?.[0]
}
