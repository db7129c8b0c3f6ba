/** Where everybody reads the logo of an account; another picture has another address. */
export function logoPath(accountId: string, version: string): string {
  return `/oidc/${accountId}/logo?v=${version}`
}
