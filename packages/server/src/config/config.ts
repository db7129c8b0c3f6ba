import type { RateLimits } from '#config/parse-rate-limits.ts'
import type { DatabaseAddress } from '#config/parse-secrets.ts'
import type { LogLevel } from '#config/settings.ts'
import type { Secret } from '#lib/secret.ts'

/** Where the server's certificate comes from. */
export type TlsConfig =
  | { readonly kind: 'off' }
  | { readonly kind: 'files'; readonly certFile: string; readonly keyFile: string }
  | { readonly kind: 'dev' }

/** Everything an operator has set, checked, complete and frozen. Paths are absolute. */
export type Config = {
  readonly host: string
  readonly port: number
  /** Scheme, host and port, with no slash at the end. */
  readonly publicOrigin: string
  readonly dataDir: string
  readonly database: DatabaseAddress
  /** Base64 of 32 bytes each; the first seals, all open. Empty: the key file in `dataDir`. */
  readonly masterKeys: readonly Secret[]
  readonly kickstartFile: string | undefined
  readonly tls: TlsConfig
  /** Whether there is a console. */
  readonly console: boolean
  readonly trustedProxies: readonly string[]
  /** `undefined`: the host of the public origin and every host in the directory. */
  readonly allowedHosts: readonly string[] | '*' | undefined
  readonly logLevel: LogLevel
  readonly rateLimits: RateLimits
  readonly opsPort: number | undefined
  readonly workers: number
  /** For how many days a key signs. */
  readonly signingKeyDays: number
  /** `host:port` under https, or `http://host:port`. */
  readonly outboundAllow: readonly string[]
  readonly valkeyUrl: Secret | undefined
  /** What is allowed, but should be known. To be logged at start. */
  readonly warnings: readonly string[]
}
