import { consolePath } from '#domain/applications/console-client.ts'

/** Below it are the files that the page loads, and nothing else: the one place that its scripts may come from. */
export const assetPath = `${consolePath}/-/assets/`

/**
 * What the console's page may do (security rules, section 1.5). Its scripts come from `assetPath` alone and never from
 * the whole origin, because JSONP answers live there. Styles that its components make carry the nonce.
 */
export function consolePolicy(publicOrigin: string, nonce: string): string {
  const assets = `${publicOrigin}${assetPath}`
  return [
    "default-src 'none'",
    `script-src ${assets}`,
    `style-src ${assets} 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}
