/** What an identity provider says of itself, as far as it matters here (OpenID Connect Discovery section 3). */
export type ProviderMetadata = {
  readonly issuer: string
  readonly jwksUri: string | undefined
  readonly tokenEndpoint: string | undefined
  /** `undefined`: it does not say. */
  readonly tokenEndpointAuthMethods: readonly string[] | undefined
  readonly idTokenAlgorithms: readonly string[] | undefined
  readonly codeChallengeMethods: readonly string[] | undefined
}

export type ProviderMetadataReading =
  | { readonly ok: true; readonly metadata: ProviderMetadata }
  /** In words of ours. */
  | { readonly ok: false; readonly reason: string }

const longest = 2048
const mostListed = 50

/**
 * Reads the metadata of an identity provider. Nothing in it is believed yet: whether `issuer` is the one that is meant
 * is `isIssuer`'s to say, and its URLs are judged by who asks them.
 */
export function readProviderMetadata(document: unknown): ProviderMetadataReading {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { ok: false, reason: 'it is no JSON object' }
  }
  const members = document as Readonly<Record<string, unknown>>
  const issuer = textOf(members['issuer'])
  if (issuer === undefined) return { ok: false, reason: 'it has no text "issuer"' }
  for (const name of ['jwks_uri', 'token_endpoint']) {
    const isGiven = members[name] !== undefined
    if (isGiven && textOf(members[name]) === undefined) {
      return { ok: false, reason: `its "${name}" is no text of 1 to ${longest} characters` }
    }
  }
  return {
    ok: true,
    metadata: {
      issuer,
      jwksUri: textOf(members['jwks_uri']),
      tokenEndpoint: textOf(members['token_endpoint']),
      tokenEndpointAuthMethods: listOf(members['token_endpoint_auth_methods_supported']),
      idTokenAlgorithms: listOf(members['id_token_signing_alg_values_supported']),
      codeChallengeMethods: listOf(members['code_challenge_methods_supported']),
    },
  }
}

/**
 * Whether the metadata is that of the issuer, byte for byte (OpenID Connect Discovery section 4.3): else one provider
 * could pass its keys off as another's.
 */
export function isIssuer(metadata: ProviderMetadata, issuer: string | undefined): boolean {
  return metadata.issuer === issuer
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= longest ? value : undefined
}

function listOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.filter((one): one is string => textOf(one) !== undefined).slice(0, mostListed)
}
