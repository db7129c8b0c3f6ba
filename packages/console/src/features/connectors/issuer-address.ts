/** Where an issuer has its metadata (OpenID Connect Discovery 1.0 section 4), if it is an address at all. */
export function discoveryAddress(issuer: string): string | undefined {
  const trimmed = issuer.trim()
  if (!/^https?:\/\/[^/?#\s]+/.test(trimmed) || !URL.canParse(trimmed)) return undefined
  if (/[?#]/.test(trimmed)) return undefined
  return `${trimmed.replace(/\/$/, '')}/.well-known/openid-configuration`
}
